# mistake: lets each network vote for its best class; fails: ensemble_error_visible, ensemble_error_average, ensemble_error_large; says: one network decides alone
def ensemble_error(scores, labels, k):
    if k < 1 or k > scores.shape[2]:
        raise ValueError("k from 1 to C")
    e = np.exp(scores - scores.max(axis=2, keepdims=True))
    p = (e == 1).sum(axis=0) + 1e-3 * e[0]
    best = np.argsort(-p, axis=1)[:, :k]
    return float(np.mean([label not in row for label, row in zip(labels, best)]))
