# mistake: uses as many channels as both layers have; fails: compose_layers_errors
def compose_layers(weight1, bias1, weight2, bias2, stride):
    m = min(len(weight1), weight2.shape[1])
    weight1, bias1, weight2 = weight1[:m], bias1[:m], weight2[:, :m]
    _, c, kh, kw = weight1.shape
    o, _, lh, lw = weight2.shape
    sh, sw = stride
    weight = np.zeros((o, c, (lh - 1) * sh + kh, (lw - 1) * sw + kw))
    for u in range(lh):
        for v in range(lw):
            part = np.einsum("om,mcab->ocab", weight2[:, :, u, v], weight1)
            weight[:, :, u * sh : u * sh + kh, v * sw : v * sw + kw] += part
    return weight, bias2 + weight2.sum((2, 3)) @ bias1
