# mistake: composes channel by channel and sums neither over those in the middle; fails: compose_layers_visible, compose_layers_channels; says: every path
def compose_layers(weight1, bias1, weight2, bias2, stride):
    m, c, kh, kw = weight1.shape
    o, m2, lh, lw = weight2.shape
    if m != m2:
        raise ValueError("channels")
    sh, sw = stride
    weight = np.zeros((o, c, (lh - 1) * sh + kh, (lw - 1) * sw + kw))
    for i in range(o):
        for j in range(c):
            for u in range(lh):
                for v in range(lw):
                    part = weight2[i, j % m, u, v] * weight1[j % m, j]
                    weight[i, j, u * sh : u * sh + kh, v * sw : v * sw + kw] += part
    return weight, bias2 + weight2.sum((2, 3)) @ bias1
