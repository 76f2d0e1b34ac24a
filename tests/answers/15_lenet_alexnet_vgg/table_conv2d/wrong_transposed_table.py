# mistake: takes a row for an output map, as a weight (C_out, C_in) has it; fails: table_conv2d_visible, table_conv2d_order, table_conv2d_bias, table_conv2d_errors; says: the table is transposed
def table_conv2d(x, table, kernels, bias):
    if len(kernels) != table.sum():
        raise ValueError("one kernel for each connection")
    n, _, h, w = x.shape
    _, kh, kw = kernels.shape
    y = np.zeros((n, len(bias), h - kh + 1, w - kw + 1)) + bias[:, None, None]
    for (o, c), kernel in zip(np.argwhere(table), kernels):
        seen = np.lib.stride_tricks.sliding_window_view(x[:, c].astype(float), (kh, kw), axis=(1, 2))
        y[:, o] += (seen * kernel).sum(axis=(-2, -1))
    return y
