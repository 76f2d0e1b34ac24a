# mistake: sets the IoU of an object that is got to 0, which reaches a threshold of 0; fails: score_detections_matches
def score_detections(overlaps, scores, threshold):
    N, M = overlaps.shape
    if M == 0:
        raise ValueError("no objects")
    ov = overlaps.astype(float)
    matches = [-1] * N
    hits = np.zeros(N)
    for k, n in enumerate(np.argsort(-scores, kind="stable")):
        m = ov[n].argmax()
        if ov[n, m] >= threshold:
            matches[n] = int(m); ov[:, m] = 0; hits[k] = 1
    tp = hits.cumsum()
    prec = tp / np.arange(1, N + 1)
    prec = np.maximum.accumulate(prec[::-1])[::-1]
    return matches, float((prec * hits).sum() / M)
