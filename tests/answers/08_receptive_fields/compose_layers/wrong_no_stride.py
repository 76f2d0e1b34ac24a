# mistake: composes as if both layers had stride 1, as np.convolve does; fails: compose_layers_visible, compose_layers_stride; says: 2 samples apart
def compose_layers(weight1, bias1, weight2, bias2, stride):
    m, c, kh, kw = weight1.shape
    o, m2, lh, lw = weight2.shape
    if m != m2:
        raise ValueError("channels")
    weight = np.zeros((o, c, lh - 1 + kh, lw - 1 + kw))
    for u in range(lh):
        for v in range(lw):
            weight[:, :, u : u + kh, v : v + kw] += np.einsum("om,mcab->ocab", weight2[:, :, u, v], weight1)
    return weight, bias2 + weight2.sum((2, 3)) @ bias1
