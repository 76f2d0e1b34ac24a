# mistake: does not cut the padding off; fails: conv_transpose2d_visible, conv_transpose2d_padding, conv_transpose2d_adjoint, conv_transpose2d_errors; says: begins with what should be cut off
def conv_transpose2d(x, weight, bias, stride, padding, size):
    n, channels, h, w = x.shape
    _, outs, kh, kw = weight.shape
    sh, sw = stride
    top, bottom, left, right = 0, 0, 0, 0
    tall, wide = size[0] + top + bottom, size[1] + left + right
    tall, wide = max(tall, (h - 1) * sh + kh), max(wide, (w - 1) * sw + kw)
    if tall < kh or wide < kw or (tall - kh) // sh + 1 != h or (wide - kw) // sw + 1 != w:
        raise ValueError("no convolution does that")
    canvas = np.zeros((n, outs, tall, wide))
    for c in range(channels):
        for i in range(h):
            for j in range(w):
                stamp = x[:, c, i, j][:, None, None, None] * weight[c].astype(float)
                canvas[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += stamp
    canvas += bias[None, :, None, None]
    return canvas[:, :, top : top + size[0], left : left + size[1]]
