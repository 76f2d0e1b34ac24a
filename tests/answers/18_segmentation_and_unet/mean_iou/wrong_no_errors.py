# mistake: counts whatever comes; fails: mean_iou_errors
def mean_iou(predictions, truths, num_classes, ignore):
    both, either = np.zeros(num_classes), np.zeros(num_classes)
    for guess, truth in zip(predictions, truths):
        if guess.shape != truth.shape:
            raise ValueError("shapes differ")
        known = truth != ignore
        guess, truth = guess[known].astype(int), truth[known].astype(int)
        for k in range(num_classes):
            both[k] += np.sum((guess == k) & (truth == k))
            either[k] += np.sum((guess == k) | (truth == k))
    if not either.any():
        raise ValueError("nothing labeled")
    iou = np.full(num_classes, np.nan)
    iou[either > 0] = both[either > 0] / either[either > 0]
    return iou, np.nanmean(iou)
