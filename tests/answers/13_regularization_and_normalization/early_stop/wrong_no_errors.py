# mistake: accepts everything; fails: early_stop_odd
def early_stop(losses, patience, least):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        loss = losses[epoch]
        if loss < losses[best] - least or (np.isnan(losses[best]) and not np.isnan(loss)):
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            return epoch, best
    return len(losses) - 1, best
