# mistake: the number of a pair of classes wraps around; fails: mean_iou_inputs

def mean_iou(predictions, truths, num_classes, ignore):
    if len(predictions) != len(truths):
        raise ValueError("lists of different lengths")
    table = np.zeros((num_classes, num_classes))
    for guess, truth in zip(predictions, truths):
        if guess.shape != truth.shape:
            raise ValueError("shapes differ")
        rows, columns = truth[truth != ignore], guess[truth != ignore]
        if rows.size and max(rows.max(), columns.max()) >= num_classes or min(rows.min(initial=0), columns.min(initial=0)) < 0:
            raise ValueError("no such class")
        table += np.bincount((num_classes * rows + columns).ravel(), minlength=num_classes**2).reshape(table.shape)
    if not table.any():
        raise ValueError("nothing labeled")
    both = np.diag(table)
    either = table.sum(0) + table.sum(1) - both
    iou = np.where(either > 0, both / np.where(either > 0, either, 1), np.nan)
    return iou, np.nanmean(iou)
