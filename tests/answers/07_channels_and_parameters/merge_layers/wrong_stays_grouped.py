# mistake: returns kernels for the channels of one group only; fails: merge_layers_visible, merge_layers_groups, merge_layers_errors; says: has shape
def merge_layers(weight, bias, groups, mix, mix_bias):
    c_mid, depth, kh, kw = weight.shape
    if c_mid % groups or mix.shape[1] != c_mid:
        raise ValueError("the layers do not fit")
    per_group = c_mid // groups
    full = np.zeros((mix.shape[0], depth, kh, kw))
    for o in range(mix.shape[0]):
        for m in range(c_mid):
            group = m // per_group
            full[o] += mix[o, m] * weight[m]
    return full, mix @ bias + mix_bias
