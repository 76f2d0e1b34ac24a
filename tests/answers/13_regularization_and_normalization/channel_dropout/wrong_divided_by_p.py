# mistake: divides by p; fails: channel_dropout_visible, channel_dropout_scale; says: divided by p
def channel_dropout(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p is a probability")
    if not training:
        return np.array(x, dtype=float)
    if p == 1:
        return np.zeros(x.shape)
    n, c, h, w = x.shape
    mask = rng.random((n, c, 1, 1)) >= p
    return x * mask / p if p else x * mask
