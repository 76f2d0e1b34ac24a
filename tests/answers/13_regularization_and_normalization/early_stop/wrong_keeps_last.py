# mistake: keeps the weights of the last epoch; fails: early_stop_visible, early_stop_best, early_stop_least, early_stop_odd; says: the last weights were kept
def early_stop(losses, patience, least):
    if not losses or patience < 1 or least < 0:
        raise ValueError("nothing to decide")
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        loss = losses[epoch]
        if loss < losses[best] - least or (np.isnan(losses[best]) and not np.isnan(loss)):
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            return epoch, epoch
    return len(losses) - 1, len(losses) - 1
