# mistake: takes every k; fails: ensemble_error_errors
def ensemble_error(scores, labels, k):
    e = np.exp(scores - scores.max(axis=2, keepdims=True))
    p = (e / e.sum(axis=2, keepdims=True)).mean(axis=0)
    best = np.argsort(-p, axis=1)[:, :k]
    return float(np.mean([label not in row for label, row in zip(labels, best)]))
