# mistake: finds unequal regions by the remainder, and takes 0 places for good; fails: regional_layer_errors
def regional_layer(image, weight, bias):
    h, w = image.shape
    m, r, s, kh, kw = weight.shape
    oh, ow = h - kh + 1, w - kw + 1
    if oh % r or ow % s:
        raise ValueError("no equal regions")
    y = np.zeros((m, max(oh, 0), max(ow, 0)))
    for k in range(m):
        for i in range(oh):
            for j in range(ow):
                a, b = i // (oh // r), j // (ow // s)
                window = image[i : i + kh, j : j + kw].astype(float)
                y[k, i, j] = np.sum(weight[k, a, b] * window) + bias[k, a, b]
    return y
