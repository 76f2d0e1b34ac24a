# mistake: returns the smallest size; fails: conv_transpose2d_visible, conv_transpose2d_size, conv_transpose2d_adjoint, conv_transpose2d_errors; says: has shape
def conv_transpose2d(x, weight, bias, stride, padding, size):
    n, channels, h, w = x.shape
    _, outs, kh, kw = weight.shape
    sh, sw = stride
    top, bottom, left, right = padding
    canvas = np.zeros((n, outs, (h - 1) * sh + kh, (w - 1) * sw + kw))
    for i in range(h):
        for j in range(w):
            stamp = np.tensordot(x[:, :, i, j].astype(float), weight, axes=1)
            canvas[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += stamp
    canvas += bias[:, None, None]
    return canvas[:, :, top : canvas.shape[2] - bottom, left : canvas.shape[3] - right]
