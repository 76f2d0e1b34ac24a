# mistake: divides by 0 at p = 1; fails: channel_dropout_visible, channel_dropout_ends; says: the largest number with p=1
def channel_dropout(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p is a probability")
    if not training:
        return np.array(x, dtype=float)
    n, c, h, w = x.shape
    mask = rng.random((n, c, 1, 1)) >= p
    return x * mask / (1 - p)
