def widen(weight, groups):
    """Write a layer with groups as one without: zeros for the channels that a filter does not read."""
    c_mid, depth = weight.shape[:2]
    wide = np.zeros((c_mid, depth * groups, *weight.shape[2:]))
    for g, filters in enumerate(np.split(np.arange(c_mid), groups)):
        wide[filters, g * depth : (g + 1) * depth] = weight[filters]
    return wide


def merge_layers(weight, bias, groups, mix, mix_bias):
    if mix.shape[1] != weight.shape[0]:
        raise ValueError("mix does not fit")
    return np.einsum("om,mcab->ocab", mix, widen(weight, groups)), np.dot(mix, bias) + mix_bias
