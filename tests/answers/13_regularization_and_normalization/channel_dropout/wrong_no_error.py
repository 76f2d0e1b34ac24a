# mistake: clips p in place of refusing it; fails: channel_dropout_ends
def channel_dropout(x, p, training, rng):
    p = min(max(p, 0), 1)
    if not training:
        return np.array(x, dtype=float)
    if p == 1:
        return np.zeros(x.shape)
    n, c, h, w = x.shape
    mask = rng.random((n, c, 1, 1)) >= p
    return x * mask / (1 - p)
