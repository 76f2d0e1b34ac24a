# mistake: averages the IoU of each image; fails: mean_iou_visible, mean_iou_values; says: count the pixels of all images together
def mean_iou(predictions, truths, num_classes, ignore):
    if len(predictions) != len(truths):
        raise ValueError("lengths differ")
    rows = []
    for guess, truth in zip(predictions, truths):
        if guess.shape != truth.shape:
            raise ValueError("shapes differ")
        known = truth != ignore
        guess, truth = guess[known].astype(int), truth[known].astype(int)
        if any(k < 0 or k >= num_classes for k in [*np.unique(guess), *np.unique(truth)]):
            raise ValueError("no such class")
        both, either = np.zeros(num_classes), np.zeros(num_classes)
        for k in range(num_classes):
            both[k] += np.sum((guess == k) & (truth == k))
            either[k] += np.sum((guess == k) | (truth == k))
        row = np.full(num_classes, np.nan)
        row[either > 0] = both[either > 0] / either[either > 0]
        rows.append(row)
    if not np.isfinite(rows).any():
        raise ValueError("nothing labeled")
    there = [np.isfinite([row[k] for row in rows]).any() for k in range(num_classes)]
    iou = np.array([np.nanmean([row[k] for row in rows]) if there[k] else np.nan for k in range(num_classes)])
    return iou, np.nanmean(iou)
