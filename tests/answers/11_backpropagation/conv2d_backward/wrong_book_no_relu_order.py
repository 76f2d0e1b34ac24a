# mistake: the book's function, without the ReLU and with its arguments; fails: conv2d_backward_visible, conv2d_backward_bias, conv2d_backward_weight, conv2d_backward_input, conv2d_backward_relu, conv2d_backward_stride, conv2d_backward_padding, conv2d_backward_inputs; says: TypeError
def conv2d_backward(dy, x, weight, stride=1, padding=0):
    sh = sw = stride
    ph = pw = padding
    (n, c, h, w), (o, _, kh, kw) = x.shape, weight.shape
    padded = np.pad(x, ((0, 0), (0, 0), (ph, pb), (pw, pr)))
    dx, dweight = np.zeros(padded.shape), np.zeros(weight.shape)
    for i in range(dy.shape[2]):
        for j in range(dy.shape[3]):
            seen = np.s_[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            dx[seen] += np.einsum("no,ocab->ncab", dy[:, :, i, j], weight)
            dweight += np.einsum("no,ncab->ocab", dy[:, :, i, j], padded[seen])
    return dx[:, :, ph : ph + h, pw : pw + w], dweight, dy.sum(axis=(0, 2, 3))
