# mistake: makes a generator of its own in each call; fails: channel_dropout_visible, channel_dropout_chance; says: another seed changes nothing
def channel_dropout(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p is a probability")
    if not training:
        return np.array(x, dtype=float)
    if p == 1:
        return np.zeros(x.shape)
    n, c, h, w = x.shape
    rng = np.random.default_rng(0)
    mask = rng.random((n, c, 1, 1)) >= p
    return x * mask / (1 - p)
