# mistake: takes the softmax over the networks; fails: ensemble_error_visible, ensemble_error_average, ensemble_error_topk, ensemble_error_large; says: expected
def ensemble_error(scores, labels, k):
    if k < 1 or k > scores.shape[2]:
        raise ValueError("k from 1 to C")
    e = np.exp(scores - scores.max(axis=0))
    p = (e / e.sum(axis=0, keepdims=True)).mean(axis=0)
    best = np.argsort(-p, axis=1)[:, :k]
    return float(np.mean([label not in row for label, row in zip(labels, best)]))
