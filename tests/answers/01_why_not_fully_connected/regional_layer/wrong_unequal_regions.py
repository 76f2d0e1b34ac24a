# mistake: lets the last region be smaller; fails: regional_layer_errors
def regional_layer(image, weight, bias):
    h, w = image.shape
    m, r, s, kh, kw = weight.shape
    oh, ow = h - kh + 1, w - kw + 1
    if oh < 1 or ow < 1:
        raise ValueError("the window does not fit")
    y = np.zeros((m, oh, ow))
    for k in range(m):
        for i in range(oh):
            for j in range(ow):
                a, b = i * r // oh, j * s // ow
                window = image[i : i + kh, j : j + kw].astype(float)
                y[k, i, j] = np.sum(weight[k, a, b] * window) + bias[k, a, b]
    return y
