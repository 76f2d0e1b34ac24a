# mistake: takes 1e9 for larger than every loss; fails: early_stop_best
def early_stop(losses, patience, least):
    if patience < 1 or least < 0 or len(losses) == 0:
        raise ValueError("bad")
    best, best_loss = 0, 1e9
    for e, loss in enumerate(losses):
        if loss < best_loss - least or (np.isnan(best_loss) and not np.isnan(loss)):
            best, best_loss = e, loss
        if e - best >= patience:
            return e, best
    return len(losses) - 1, best
