# mistake: stores the sums in an array of the dtype of the image; fails: regional_layer_visible, regional_layer_inputs; says: cut to whole numbers
def regional_layer(image, weight, bias):
    h, w = image.shape
    m, r, s, kh, kw = weight.shape
    oh, ow = h - kh + 1, w - kw + 1
    if oh < 1 or ow < 1 or oh % r or ow % s:
        raise ValueError("no equal regions")
    y = np.zeros((m, oh, ow), image.dtype)
    for k in range(m):
        for i in range(oh):
            for j in range(ow):
                a, b = i // (oh // r), j // (ow // s)
                window = image[i : i + kh, j : j + kw].astype(float)
                y[k, i, j] = np.sum(weight[k, a, b] * window) + bias[k, a, b]
    return y
