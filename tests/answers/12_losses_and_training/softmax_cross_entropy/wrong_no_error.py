# mistake: does not look at the labels; fails: softmax_cross_entropy_errors
def softmax_cross_entropy(scores, labels):
    n, k = scores.shape
    known = labels >= 0
    count = known.sum()
    dscores = np.zeros((n, k))
    if count == 0:
        return 0.0, dscores
    s = scores[known].astype(float)
    right = np.minimum(labels[known], k - 1)
    rows = np.arange(count)
    s = s - s.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[rows, right].mean()
    g = np.exp(log_p)
    g[rows, right] -= 1
    dscores[known] = g / count
    return loss, dscores
