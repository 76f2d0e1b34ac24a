# mistake: the library's local layer: a kernel of its own for each place; fails: regional_layer_visible, regional_layer_shared, regional_layer_regions, regional_layer_inputs, regional_layer_errors; says: IndexError
def regional_layer(image, weight, bias):
    kh, kw = weight.shape[3:]
    h_out, w_out = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if h_out < 1 or w_out < 1:
        raise ValueError("the window does not fit")
    y = np.zeros((len(weight), h_out, w_out))
    for o in range(len(weight)):
        for i in range(h_out):
            for j in range(w_out):
                window = image[i : i + kh, j : j + kw].astype(float)
                y[o, i, j] = bias[o, i, j] + np.sum(weight[o, i, j] * window)
    return y
