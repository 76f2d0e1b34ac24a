# mistake: drops in the caller's array; fails: channel_dropout_visible, channel_dropout_inputs; says: your function has dropped channels in the caller's array
def channel_dropout(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p is a probability")
    if not training:
        return np.array(x, dtype=float)
    if p == 1:
        return np.zeros(x.shape)
    n, c, h, w = x.shape
    mask = rng.random((n, c, 1, 1)) >= p
    if x.dtype == float and x.flags.writeable:
        x *= mask
    return x * mask / (1 - p)
