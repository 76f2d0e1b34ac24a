def dice_loss(logits, masks, eps):
    shape = logits.shape
    with np.errstate(over="ignore"):
        p = 1 / (1 + np.exp(-logits.reshape(len(logits), -1).astype(float)))
    g = np.asarray(masks, dtype=float).reshape(p.shape)
    total = p.sum(1) + g.sum(1) + eps
    overlap = (2 * (p * g).sum(1) + eps) / total
    rise = (2 * g - overlap[:, np.newaxis]) / total[:, np.newaxis]
    return float(np.mean(1 - overlap)), (-rise * (p - p * p) / shape[0]).reshape(shape)
