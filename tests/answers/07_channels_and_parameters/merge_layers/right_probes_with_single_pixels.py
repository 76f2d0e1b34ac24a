def merge_layers(weight, bias, groups, mix, mix_bias):
    c_mid, depth, kh, kw = weight.shape
    if c_mid % groups:
        raise ValueError("groups do not divide the channels")
    if mix.shape[1] != c_mid:
        raise ValueError("mix has the wrong width")

    def both(window):
        parts = np.split(window, groups)
        middle = [np.sum(weight[m] * parts[m * groups // c_mid]) + bias[m] for m in range(c_mid)]
        return mix @ np.array(middle, dtype=float) + mix_bias

    nothing = both(np.zeros((groups * depth, kh, kw)))
    full = np.zeros((len(mix), groups * depth, kh, kw))
    for c, a, b in np.ndindex(full.shape[1:]):
        pixel = np.zeros(full.shape[1:])
        pixel[c, a, b] = 1
        full[:, c, a, b] = both(pixel) - nothing
    return full, nothing
