def conv2d(x, weight, bias, stride, padding):
    N, C, H, W = x.shape
    O, D, KH, KW = weight.shape
    top, bottom, left, right = padding
    if D != C:
        raise ValueError("channels differ")
    if len(bias) != O:
        raise ValueError("one bias for each filter")
    if KH > H + top + bottom or KW > W + left + right:
        raise ValueError("kernel too large")
    rows = range(-top, H + bottom - KH + 1, stride[0])
    columns = range(-left, W + right - KW + 1, stride[1])
    y = np.zeros((N, O, len(rows), len(columns)))
    for n in range(N):
        for o in range(O):
            for i, row in enumerate(rows):
                for j, column in enumerate(columns):
                    total = float(bias[o])
                    for c in range(C):
                        for a in range(KH):
                            for b in range(KW):
                                if 0 <= row + a < H and 0 <= column + b < W:
                                    total += float(weight[o, c, a, b]) * float(x[n, c, row + a, column + b])
                    y[n, o, i, j] = total
    return y
