# mistake: accepts groups and mixes that do not fit; fails: merge_layers_errors
def merge_layers(weight, bias, groups, mix, mix_bias):
    c_mid, depth, kh, kw = weight.shape
    per_group = max(c_mid // groups, 1)
    groups = c_mid // per_group
    c_mid = min(c_mid, mix.shape[1])
    full = np.zeros((mix.shape[0], depth * groups, kh, kw))
    for o in range(mix.shape[0]):
        for m in range(c_mid):
            group = m // per_group
            full[o, group * depth : (group + 1) * depth] += mix[o, m] * weight[m]
    return full, mix[:, :c_mid] @ bias[:c_mid] + mix_bias
