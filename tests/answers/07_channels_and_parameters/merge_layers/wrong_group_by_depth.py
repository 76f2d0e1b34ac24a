# mistake: finds the group of a filter from the depth instead of the filters of a group; fails: merge_layers_groups
def merge_layers(weight, bias, groups, mix, mix_bias):
    c_mid, depth, kh, kw = weight.shape
    if c_mid % groups or mix.shape[1] != c_mid:
        raise ValueError("the layers do not fit")
    per_group = c_mid // groups
    full = np.zeros((mix.shape[0], depth * groups, kh, kw))
    for o in range(mix.shape[0]):
        for m in range(c_mid):
            group = min(m // depth, groups - 1)
            full[o, group * depth : (group + 1) * depth] += mix[o, m] * weight[m]
    return full, mix @ bias + mix_bias
