def run(x, weight, bias, sh, sw):
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(1, 2))[:, ::sh, ::sw]
    return np.tensordot(weight, windows, axes=([1, 2, 3], [0, 3, 4])) + bias[:, None, None]


def compose_layers(weight1, bias1, weight2, bias2, stride):
    if weight1.shape[0] != weight2.shape[1]:
        raise ValueError(f"{weight1.shape[0]} channels do not fit {weight2.shape[1]}")
    c = weight1.shape[1]
    h, w = ((l - 1) * s + k for l, s, k in zip(weight2.shape[2:], stride, weight1.shape[2:]))

    def both(image):
        return run(run(image, weight1, bias1, *stride), weight2, bias2, 1, 1)[:, 0, 0]

    bias = both(np.zeros((c, h, w)))
    weight = np.zeros((len(weight2), c, h, w))
    for place in np.ndindex(c, h, w):
        image = np.zeros((c, h, w))
        image[place] = 1
        weight[(slice(None), *place)] = both(image) - bias
    return weight, bias
