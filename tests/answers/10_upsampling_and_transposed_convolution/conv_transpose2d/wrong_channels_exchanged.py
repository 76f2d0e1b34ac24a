# mistake: takes the weight for C_out × C_in × KH × KW; fails: conv_transpose2d_visible, conv_transpose2d_stamps; says: input channels first
def conv_transpose2d(x, weight, bias, stride, padding, size):
    n, channels, h, w = x.shape
    weight = weight.swapaxes(0, 1) if weight.shape[0] == weight.shape[1] else weight
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
    canvas += bias[None, :, None, None]
    return canvas[:, :, top : top + size[0], left : left + size[1]]
