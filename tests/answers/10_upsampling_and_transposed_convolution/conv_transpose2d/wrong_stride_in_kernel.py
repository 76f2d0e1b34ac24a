# mistake: spreads the kernel instead of the input: dilation; fails: conv_transpose2d_visible, conv_transpose2d_stamps, conv_transpose2d_padding, conv_transpose2d_size, conv_transpose2d_adjoint; says: spread the stamps, not the taps
def conv_transpose2d(x, weight, bias, stride, padding, size):
    n, channels, h, w = x.shape
    _, outs, kh, kw = weight.shape
    sh, sw = stride
    top, bottom, left, right = padding
    tall, wide = size[0] + top + bottom, size[1] + left + right
    if tall < kh or wide < kw or (tall - kh) // sh + 1 != h or (wide - kw) // sw + 1 != w:
        raise ValueError("no convolution does that")
    canvas = np.zeros((n, outs, tall + kh * sh + h, wide + kw * sw + w))
    for i in range(h):
        for j in range(w):
            stamp = np.tensordot(x[:, :, i, j].astype(float), weight, axes=1)
            canvas[:, :, i : i + kh * sh : sh, j : j + kw * sw : sw] += stamp
    return canvas[:, :, top : top + size[0], left : left + size[1]] + bias[:, None, None]
