# mistake: compares with the epoch before; fails: early_stop_visible, early_stop_last, early_stop_least; says: the level to beat is the loss of the best epoch so far
def early_stop(losses, patience, least):
    if not losses or patience < 1 or least < 0:
        raise ValueError("nothing to decide")
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        before, loss = losses[epoch - 1], losses[epoch]
        if loss < before - least or (np.isnan(before) and not np.isnan(loss)):
            waited = 0
            if np.isnan(losses[best]) or loss < losses[best]:
                best = epoch
        else:
            waited += 1
        if waited == patience:
            return epoch, best
    return len(losses) - 1, best
