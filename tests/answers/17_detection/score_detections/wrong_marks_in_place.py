# mistake: crosses objects out in the overlaps of the caller; fails: score_detections_inputs
def score_detections(overlaps, scores, threshold):
    n, m = overlaps.shape
    if m == 0:
        raise ValueError("no objects")
    order = np.argsort(-scores, kind="stable")
    matches, free = np.full(n, -1), np.ones(m, bool)
    for d in order:
        best = int(np.argmax(overlaps[d]))
        if free[best] and overlaps[d, best] >= threshold:
            matches[d] = best
            overlaps[:, best] = -1
    hits = matches[order] >= 0
    precision = np.cumsum(hits) / np.arange(1, n + 1)
    recall = np.cumsum(hits) / m
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    return matches, float(np.sum(np.diff(recall, prepend=0) * precision))
