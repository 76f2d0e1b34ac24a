# mistake: the shared pixels count twice in the union; fails: mean_iou_visible, mean_iou_values; says: counted twice
def mean_iou(predictions, truths, num_classes, ignore):
    if len(predictions) != len(truths):
        raise ValueError("lengths differ")
    both, either = np.zeros(num_classes), np.zeros(num_classes)
    for guess, truth in zip(predictions, truths):
        if guess.shape != truth.shape:
            raise ValueError("shapes differ")
        known = truth != ignore
        guess, truth = guess[known].astype(int), truth[known].astype(int)
        if any(k < 0 or k >= num_classes for k in [*np.unique(guess), *np.unique(truth)]):
            raise ValueError("no such class")
        for k in range(num_classes):
            both[k] += np.sum((guess == k) & (truth == k))
            either[k] += np.sum(guess == k) + np.sum(truth == k)
    if not either.any():
        raise ValueError("nothing labeled")
    iou = np.full(num_classes, np.nan)
    iou[either > 0] = both[either > 0] / either[either > 0]
    return iou, np.nanmean(iou)
