# mistake: returns the dtype of the pictures, which cuts the fractions; fails: table_conv2d_inputs
def table_conv2d(x, table, kernels, bias):
    c_in, c_out = table.shape
    if len(kernels) != table.sum():
        raise ValueError("one kernel for each connection")
    n, _, h, w = x.shape
    _, kh, kw = kernels.shape
    y = np.zeros((n, c_out, h - kh + 1, w - kw + 1), x.dtype)
    place = 0
    for o in range(c_out):
        y[:, o] = bias[o]
        for c in range(c_in):
            if table[c, o]:
                for u in range(kh):
                    for v in range(kw):
                        y[:, o] = y[:, o] + float(kernels[place, u, v]) * x[:, c, u : u + h - kh + 1, v : v + w - kw + 1]
                place += 1
    return y
