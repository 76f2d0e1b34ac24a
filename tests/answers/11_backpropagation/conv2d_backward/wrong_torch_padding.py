# mistake: takes padding for a pair; fails: conv2d_backward_visible, conv2d_backward_bias, conv2d_backward_weight, conv2d_backward_input, conv2d_backward_relu, conv2d_backward_stride, conv2d_backward_padding, conv2d_backward_inputs; says: ValueError
def conv2d_backward(dy, y, x, weight, stride, padding):
    (n, c, h, w), (o, _, kh, kw) = x.shape, weight.shape
    (sh, sw), (ph, pw) = stride, padding
    g = dy * (y > 0).astype(float)
    padded = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    dx, dweight = np.zeros(padded.shape), np.zeros(weight.shape)
    for i in range(g.shape[2]):
        for j in range(g.shape[3]):
            seen = np.s_[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            for k in range(o):
                up = g[:, k, i, j][:, None, None, None]
                dx[seen] += up * weight[k]
                dweight[k] += (up * padded[seen]).sum(axis=0)
    dbias = g.sum(axis=(0, 2, 3))
    return dx[:, :, ph : ph + h, pw : pw + w], dweight, dbias
