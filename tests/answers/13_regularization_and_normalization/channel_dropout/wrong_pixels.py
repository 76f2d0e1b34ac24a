# mistake: the book's dropout: pixel by pixel; fails: channel_dropout_visible, channel_dropout_channels; says: pixels were dropped
def channel_dropout(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p is a probability")
    if not training:
        return np.array(x, dtype=float)
    if p == 1:
        return np.zeros(x.shape)
    n, c, h, w = x.shape
    mask = rng.random((n, c, h, w)) >= p
    return x * mask / (1 - p)
