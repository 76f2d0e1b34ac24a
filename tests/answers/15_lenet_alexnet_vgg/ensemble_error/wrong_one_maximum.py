# mistake: takes the largest score of all pictures off, so that others vanish; fails: ensemble_error_large
def ensemble_error(scores, labels, k):
    if k < 1 or k > scores.shape[2]:
        raise ValueError("k from 1 to C")
    e = np.exp(scores - scores.max())
    p = (e / e.sum(axis=2, keepdims=True)).mean(axis=0)
    best = np.argsort(-p, axis=1)[:, :k]
    return float(np.mean([label not in row for label, row in zip(labels, best)]))
