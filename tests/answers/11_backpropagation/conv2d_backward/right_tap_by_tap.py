def conv2d_backward(dy, y, x, weight, stride, padding):
    N, C, H, W = x.shape
    O, _, KH, KW = weight.shape
    dz = dy.astype(float)
    dz[y <= 0] = 0
    rows, columns = dy.shape[2:]
    dx, dweight = np.zeros(x.shape), np.zeros(weight.shape)
    for a in range(KH):
        i = np.array([r for r in range(rows) if 0 <= r * stride[0] - padding[0] + a < H], dtype=int)
        for b in range(KW):
            j = np.array([q for q in range(columns) if 0 <= q * stride[1] - padding[2] + b < W], dtype=int)
            here = np.ix_(range(N), range(C), i * stride[0] - padding[0] + a, j * stride[1] - padding[2] + b)
            up = dz[:, :, i][:, :, :, j]
            dx[here] += np.einsum("noij,oc->ncij", up, weight[:, :, a, b])
            dweight[:, :, a, b] = np.einsum("noij,ncij->oc", up, x[here].astype(float))
    return dx, dweight, np.array([dz[:, o].sum() for o in range(O)])
