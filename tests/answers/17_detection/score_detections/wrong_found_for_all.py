# mistake: recall is a share of the objects that were found; fails: score_detections_visible, score_detections_ap; says: objects that nobody finds
def score_detections(overlaps, scores, threshold):
    n, m = overlaps.shape
    if m == 0:
        raise ValueError("no objects")
    order = np.argsort(-scores, kind="stable")
    matches, free = np.full(n, -1), np.ones(m, bool)
    for d in order:
        best = int(np.argmax(np.where(free, overlaps[d], -1)))
        if free[best] and overlaps[d, best] >= threshold:
            matches[d] = best
            free[best] = False
    hits = matches[order] >= 0
    precision = np.cumsum(hits) / np.arange(1, n + 1)
    recall = np.cumsum(hits) / max(hits.sum(), 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    return matches, float(np.sum(np.diff(recall, prepend=0) * precision))
