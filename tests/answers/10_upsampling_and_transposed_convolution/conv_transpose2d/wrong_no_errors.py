# mistake: returns something for every size; fails: conv_transpose2d_errors
def conv_transpose2d(x, weight, bias, stride, padding, size):
    n, channels, h, w = x.shape
    _, outs, kh, kw = weight.shape
    sh, sw = stride
    top, bottom, left, right = padding
    tall = max(size[0] + top + bottom, (h - 1) * sh + kh)
    wide = max(size[1] + left + right, (w - 1) * sw + kw)
    canvas = np.zeros((n, outs, tall, wide))
    for i in range(h):
        for j in range(w):
            stamp = np.tensordot(x[:, :, i, j].astype(float), weight, axes=1)
            canvas[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += stamp
    return canvas[:, :, top : top + size[0], left : left + size[1]] + bias[:, None, None]
