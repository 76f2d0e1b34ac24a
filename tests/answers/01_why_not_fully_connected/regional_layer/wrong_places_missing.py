# mistake: counts h - k places instead of h - k + 1; fails: regional_layer_visible, regional_layer_shared, regional_layer_local, regional_layer_regions, regional_layer_inputs; says: shape
def regional_layer(image, weight, bias):
    h, w = image.shape
    m, r, s, kh, kw = weight.shape
    oh, ow = h - kh, w - kw
    if oh < 0 or ow < 0 or (oh + 1) % r or (ow + 1) % s:
        raise ValueError("no equal regions")
    y = np.zeros((m, oh, ow))
    for i in range(oh):
        for j in range(ow):
            a, b = i * r // (oh + 1), j * s // (ow + 1)
            window = image[i : i + kh, j : j + kw].astype(float)
            y[:, i, j] = np.sum(weight[:, a, b] * window, axis=(1, 2)) + bias[:, a, b]
    return y
