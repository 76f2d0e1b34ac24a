def channel_dropout(x, p, training, rng):
    if not 0 <= p <= 1:
        raise ValueError(f"p = {p}")
    factors = np.ones(x.shape[:2])
    if training:
        factors = rng.binomial(1, 1 - p, size=x.shape[:2]) / max(1 - p, 1e-12)
    return np.einsum("ncij,nc->ncij", x.astype(float), factors)
