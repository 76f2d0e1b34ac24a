# mistake: counts the wrong pictures; fails: ensemble_error_visible, ensemble_error_average, ensemble_error_topk, ensemble_error_large; says: their share is asked
def ensemble_error(scores, labels, k):
    if k < 1 or k > scores.shape[2]:
        raise ValueError("k from 1 to C")
    e = np.exp(scores - scores.max(axis=2, keepdims=True))
    p = (e / e.sum(axis=2, keepdims=True)).mean(axis=0)
    best = np.argsort(-p, axis=1)[:, :k]
    return float(np.sum([label not in row for label, row in zip(labels, best)]))
