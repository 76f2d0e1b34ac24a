def regional_layer(image, weight, bias):
    _, rows, columns, kh, kw = weight.shape
    h_out, w_out = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    if h_out <= 0 or w_out <= 0 or h_out % rows != 0 or w_out % columns != 0:
        raise ValueError(f"{h_out} x {w_out} units, {rows} x {columns} regions")

    def spread(a):
        return a.repeat(h_out // rows, axis=1).repeat(w_out // columns, axis=2)

    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), (kh, kw))
    return np.einsum("mijuv,ijuv->mij", spread(weight), windows) + spread(bias)
