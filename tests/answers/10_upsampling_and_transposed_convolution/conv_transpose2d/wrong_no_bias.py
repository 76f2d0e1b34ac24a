# mistake: forgets the bias; fails: conv_transpose2d_visible, conv_transpose2d_inputs; says: the bias is missing
def conv_transpose2d(x, weight, bias, stride, padding, size):
    n, channels, h, w = x.shape
    _, outs, kh, kw = weight.shape
    sh, sw = stride
    top, bottom, left, right = padding
    tall, wide = size[0] + top + bottom, size[1] + left + right
    if tall < kh or wide < kw or (tall - kh) // sh + 1 != h or (wide - kw) // sw + 1 != w:
        raise ValueError("no convolution does that")
    canvas = np.zeros((n, outs, tall, wide))
    for c in range(channels):
        for i in range(h):
            for j in range(w):
                stamp = x[:, c, i, j][:, None, None, None] * weight[c].astype(float)
                canvas[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += stamp
    return canvas[:, :, top : top + size[0], left : left + size[1]]
