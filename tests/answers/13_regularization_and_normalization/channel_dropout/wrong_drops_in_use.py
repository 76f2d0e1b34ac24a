# mistake: drops in use too; fails: channel_dropout_visible, channel_dropout_ends; says: in use nothing is dropped
def channel_dropout(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p is a probability")
    if p == 1:
        return np.zeros(x.shape)
    n, c, h, w = x.shape
    mask = rng.random((n, c, 1, 1)) >= p
    return x * mask / (1 - p)
