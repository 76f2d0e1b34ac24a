# mistake: flips the kernels when it merges them; fails: merge_layers_visible, merge_layers_mixing, merge_layers_groups; says: the kernels are flipped
def merge_layers(weight, bias, groups, mix, mix_bias):
    c_mid, depth, kh, kw = weight.shape
    if c_mid % groups or mix.shape[1] != c_mid:
        raise ValueError("the layers do not fit")
    per_group = c_mid // groups
    full = np.zeros((mix.shape[0], depth * groups, kh, kw))
    for o in range(mix.shape[0]):
        for m in range(c_mid):
            group = m // per_group
            full[o, group * depth : (group + 1) * depth] += mix[o, m] * weight[m, :, ::-1, ::-1]
    return full, mix @ bias + mix_bias
