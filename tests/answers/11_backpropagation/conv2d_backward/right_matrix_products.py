def conv2d_backward(dy, y, x, weight, stride, padding):
    (n, c, h, w), (o, _, kh, kw) = x.shape, weight.shape
    (sh, sw), (ph, pb, pw, pr) = stride, padding
    dz = np.where(y > 0, dy, 0).astype(float)
    rows, columns = dz.shape[2:]
    padded = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, pb), (pw, pr)))
    patches = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), (2, 3))[:, :, ::sh, ::sw]
    matrix = patches.transpose(0, 2, 3, 1, 4, 5).reshape(n * rows * columns, c * kh * kw)
    upstream = dz.transpose(0, 2, 3, 1).reshape(-1, o)
    dmatrix = (upstream @ weight.reshape(o, -1).astype(float)).reshape(n, rows, columns, c, kh, kw)
    dx = np.zeros(padded.shape)
    for i in range(rows):
        for j in range(columns):
            dx[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += dmatrix[:, i, j]
    return dx[:, :, ph : ph + h, pw : pw + w], (upstream.T @ matrix).reshape(weight.shape), upstream.sum(axis=0)
