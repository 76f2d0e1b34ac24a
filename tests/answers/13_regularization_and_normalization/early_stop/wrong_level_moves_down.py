# mistake: moves the level to beat with every small gain; fails: early_stop_visible, early_stop_least; says: the level to beat is the loss of the best epoch so far
def early_stop(losses, patience, least):
    if not losses or patience < 1 or least < 0:
        raise ValueError("nothing to decide")
    best, waited, lowest = 0, 0, losses[0]
    for epoch in range(1, len(losses)):
        loss = losses[epoch]
        if loss < lowest - least or (np.isnan(losses[best]) and not np.isnan(loss)):
            best, waited, lowest = epoch, 0, loss
        else:
            waited += 1
            lowest = min(lowest, loss)
        if waited == patience:
            return epoch, best
    return len(losses) - 1, best
