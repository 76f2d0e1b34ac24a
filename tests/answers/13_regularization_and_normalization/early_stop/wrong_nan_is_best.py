# mistake: never leaves a first loss that is NaN; fails: early_stop_visible, early_stop_odd; says: training never got away from a first NaN
def early_stop(losses, patience, least):
    if not losses or patience < 1 or least < 0:
        raise ValueError("nothing to decide")
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        loss = losses[epoch]
        if loss < losses[best] - least:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            return epoch, best
    return len(losses) - 1, best
