# mistake: the chapter's function: one padding pair for both axes, no bias check; fails: conv2d_visible, conv2d_padding, conv2d_errors; says: both sides of an axis get the same padding
def conv2d(x, weight, bias, stride, padding):
    n, c_in, h, w = x.shape
    c_out, c_group, kh, kw = weight.shape
    sh, sw = stride
    ph, pw = padding[0], padding[2]
    if c_group != c_in:
        raise ValueError("channels")
    x = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    y = np.zeros((n, c_out, (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1))
    for o in range(c_out):
        for i in range(y.shape[2]):
            for j in range(y.shape[3]):
                rows, cols = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
                y[:, o, i, j] = np.sum(weight[o] * x[:, :, rows, cols], axis=(1, 2, 3))
    return y + bias[:, None, None]
