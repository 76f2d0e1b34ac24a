# mistake: drops exactly the share p of the channels of each image; fails: channel_dropout_channels
def channel_dropout(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p is a probability")
    if not training:
        return np.array(x, dtype=float)
    if p == 1:
        return np.zeros(x.shape)
    n, c, h, w = x.shape
    gone = rng.random((n, c)).argsort(axis=1) < round(p * c)
    mask = ~gone[:, :, None, None]
    return x * mask / (1 - p)
