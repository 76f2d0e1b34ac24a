def softmax(s):
    e = np.exp(s - np.max(s, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_cross_entropy(scores, labels):
    allowed = set(range(-1, scores.shape[1]))
    if not set(labels.tolist()) <= allowed:
        raise ValueError("unknown label")
    rows = np.where(labels != -1)[0]
    gradient = np.zeros(scores.shape)
    if rows.size:
        z = np.array(scores[rows], dtype=float)
        targets = np.eye(scores.shape[1])[labels[rows]]
        gradient[rows] = (softmax(z) - targets) / rows.size
        highest = z.max(axis=1)
        loss = np.mean(highest - (z * targets).sum(axis=1) + np.log(np.exp(z - highest[:, None]).sum(axis=1)))
    else:
        loss = 0.0
    return loss, gradient
