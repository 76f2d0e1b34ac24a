def score_detections(overlaps, scores, threshold):
    n, m = overlaps.shape
    if m == 0:
        raise ValueError("no objects")
    left = np.where(overlaps >= threshold, overlaps, -1).astype(float)
    matches = np.zeros(n, dtype=int) - 1
    precision, recall, hits = [0.0] * n, [0.0] * n, 0
    for rank, d in enumerate(sorted(range(n), key=lambda d: (-scores[d], d))):
        if left[d].max() >= 0:
            matches[d] = left[d].argmax()
            left[:, matches[d]] = -1
            hits += 1
        precision[rank], recall[rank] = hits / (rank + 1), hits / m
    ap, last = 0.0, 0.0
    for rank in range(n):
        ap += (recall[rank] - last) * max(precision[rank:])
        last = recall[rank]
    return matches, ap
