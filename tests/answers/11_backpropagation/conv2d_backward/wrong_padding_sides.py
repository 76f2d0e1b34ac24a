# mistake: takes padding in the order (left, right, top, bottom); fails: conv2d_backward_visible, conv2d_backward_padding; says: the order of the padding is (top
def conv2d_backward(dy, y, x, weight, stride, padding):
    (n, c, h, w), (o, _, kh, kw) = x.shape, weight.shape
    (sh, sw), (pw, pr, ph, pb) = stride, padding
    g = dy * (y > 0).astype(float)
    padded = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, pb), (pw, pr)))
    dx, dweight = np.zeros(padded.shape), np.zeros(weight.shape)
    for i in range(min(g.shape[2], (h + ph + pb - kh) // sh + 1)):
        for j in range(min(g.shape[3], (w + pw + pr - kw) // sw + 1)):
            seen = np.s_[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            for k in range(o):
                up = g[:, k, i, j][:, None, None, None]
                dx[seen] += up * weight[k]
                dweight[k] += (up * padded[seen]).sum(axis=0)
    dbias = g.sum(axis=(0, 2, 3))
    return dx[:, :, ph : ph + h, pw : pw + w], dweight, dbias
