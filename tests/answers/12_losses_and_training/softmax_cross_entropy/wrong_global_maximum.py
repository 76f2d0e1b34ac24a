# mistake: subtracts the largest score of the whole batch; fails: softmax_cross_entropy_visible, softmax_cross_entropy_large; says: the loss has become infinite
def softmax_cross_entropy(scores, labels):
    n, k = scores.shape
    if labels.min() < -1 or labels.max() >= k:
        raise ValueError("a label is no class")
    known = labels >= 0
    count = known.sum()
    dscores = np.zeros((n, k))
    if count == 0:
        return 0.0, dscores
    s = scores[known].astype(float)
    right = labels[known]
    rows = np.arange(count)
    s = s - s.max()
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, right].mean()
    g = np.exp(log_p)
    g[rows, right] -= 1
    dscores[known] = g / count
    return loss, dscores
