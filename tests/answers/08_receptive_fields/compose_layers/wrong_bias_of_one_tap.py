# mistake: lets the first bias through one tap of the second kernel only; fails: compose_layers_visible, compose_layers_bias; says: all taps
def compose_layers(weight1, bias1, weight2, bias2, stride):
    m, c, kh, kw = weight1.shape
    o, m2, lh, lw = weight2.shape
    if m != m2:
        raise ValueError("channels")
    sh, sw = stride
    weight = np.zeros((o, c, (lh - 1) * sh + kh, (lw - 1) * sw + kw))
    for u in range(lh):
        for v in range(lw):
            part = np.einsum("om,mcab->ocab", weight2[:, :, u, v], weight1)
            weight[:, :, u * sh : u * sh + kh, v * sw : v * sw + kw] += part
    return weight, bias2 + weight2[:, :, 0, 0] @ bias1
