# mistake: drops the same channels in all images; fails: channel_dropout_visible, channel_dropout_channels, channel_dropout_rate; says: the zeros are the same in each image
def channel_dropout(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p is a probability")
    if not training:
        return np.array(x, dtype=float)
    if p == 1:
        return np.zeros(x.shape)
    n, c, h, w = x.shape
    mask = rng.random((1, c, 1, 1)) >= p
    return x * mask / (1 - p)
