def softmax_cross_entropy(scores: np.ndarray, labels: np.ndarray, missing: int = -1) -> tuple[float, np.ndarray]:
    classes = np.arange(scores.shape[1])
    if not np.all(np.isin(labels, [missing, *classes])):
        raise ValueError(f"labels must be in {classes} or {missing}")
    one_hot = (labels[:, None] == classes).astype(float)
    weight = one_hot.sum(axis=1, keepdims=True) / max(one_hot.sum(), 1)
    z = scores * 1.0
    level = np.logaddexp.reduce(z.astype(float), axis=1, keepdims=True)
    loss = np.sum(weight * (level - np.sum(one_hot * z, axis=1, keepdims=True)))
    return float(loss), weight * (np.exp(z - level) - one_hot)
