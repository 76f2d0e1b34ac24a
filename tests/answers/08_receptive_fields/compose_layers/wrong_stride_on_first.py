# mistake: spreads the kernel of the first layer by the stride instead of that of the second; fails: compose_layers_visible, compose_layers_stride; says: the first kernel
def compose_layers(weight1, bias1, weight2, bias2, stride):
    m, c, kh, kw = weight1.shape
    o, m2, lh, lw = weight2.shape
    if m != m2:
        raise ValueError("channels")
    sh, sw = stride
    weight = np.zeros((o, c, (kh - 1) * sh + lh, (kw - 1) * sw + lw))
    for a in range(kh):
        for b in range(kw):
            part = np.einsum("omuv,mc->ocuv", weight2, weight1[:, :, a, b])
            weight[:, :, a * sh : a * sh + lh, b * sw : b * sw + lw] += part
    return weight, bias2 + weight2.sum((2, 3)) @ bias1
