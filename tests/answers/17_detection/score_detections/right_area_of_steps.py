def match(overlaps, order, threshold):
    matches, gone = np.full(len(order), -1), set()
    for d in order:
        for t in np.argsort(-overlaps[d], kind="stable"):
            if t not in gone:
                if overlaps[d, t] >= threshold:
                    matches[d] = t
                    gone.add(t)
                break
    return matches


def score_detections(overlaps, scores, threshold):
    if overlaps.shape[1] < 1:
        raise ValueError("at least one object is needed")
    order = (-scores).argsort(kind="stable")
    matches = match(overlaps, order, threshold)
    found = np.cumsum(matches[order] > -1)
    recall = np.concatenate([[0], found / overlaps.shape[1]])
    precision = found / (1 + np.arange(len(order)))
    for k in range(len(precision) - 1, 0, -1):
        precision[k - 1] = max(precision[k - 1], precision[k])
    return matches, float(np.sum(np.diff(recall) * precision))
