# mistake: keeps the bias of the second layer only; fails: merge_layers_visible, merge_layers_bias; says: the first layer's bias
def merge_layers(weight, bias, groups, mix, mix_bias):
    c_mid, depth, kh, kw = weight.shape
    if c_mid % groups or mix.shape[1] != c_mid:
        raise ValueError("the layers do not fit")
    per_group = c_mid // groups
    full = np.zeros((mix.shape[0], depth * groups, kh, kw))
    for o in range(mix.shape[0]):
        for m in range(c_mid):
            group = m // per_group
            full[o, group * depth : (group + 1) * depth] += mix[o, m] * weight[m]
    return full, mix_bias.astype(float)
