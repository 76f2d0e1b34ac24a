def mean_iou(predictions, truths, num_classes, ignore):
    if len(predictions) != len(truths):
        raise ValueError("lists of different lengths")
    table = np.zeros((num_classes, num_classes), dtype=int)
    for guess, truth in zip(predictions, truths):
        if guess.shape != truth.shape:
            raise ValueError("shapes differ")
        labeled = truth != ignore
        rows, columns = truth[labeled].astype(int), guess[labeled].astype(int)
        for numbers in (rows, columns):
            if numbers.size and not (0 <= numbers.min() and numbers.max() < num_classes):
                raise ValueError("no such class")
        table += np.bincount(num_classes * rows + columns, minlength=num_classes**2).reshape(table.shape)
    if table.sum() == 0:
        raise ValueError("nothing is labeled")
    both = np.diag(table).astype(float)
    either = table.sum(axis=0) + table.sum(axis=1) - both
    there = either > 0
    iou = np.full(num_classes, np.nan)
    iou[there] = both[there] / either[there]
    return iou, iou[there].mean()
