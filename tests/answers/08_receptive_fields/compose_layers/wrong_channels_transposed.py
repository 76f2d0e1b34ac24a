# mistake: takes the channel axes of the first layer in the wrong order; fails: compose_layers_visible, compose_layers_channels; says: out first, in second
def compose_layers(weight1, bias1, weight2, bias2, stride):
    m, c, kh, kw = weight1.shape
    o, m2, lh, lw = weight2.shape
    if m != m2:
        raise ValueError("channels")
    sh, sw = stride
    turned = weight1.swapaxes(0, 1) if m == c else weight1
    weight = np.zeros((o, c, (lh - 1) * sh + kh, (lw - 1) * sw + kw))
    for u in range(lh):
        for v in range(lw):
            part = np.einsum("om,mcab->ocab", weight2[:, :, u, v], turned)
            weight[:, :, u * sh : u * sh + kh, v * sw : v * sw + kw] += part
    return weight, bias2 + weight2.sum((2, 3)) @ bias1
