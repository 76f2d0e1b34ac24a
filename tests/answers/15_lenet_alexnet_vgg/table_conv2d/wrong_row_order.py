# mistake: gives the kernels to the connections row by row; fails: table_conv2d_visible, table_conv2d_order; says: the kernels are taken row by row
def table_conv2d(x, table, kernels, bias):
    if len(kernels) != table.sum():
        raise ValueError("one kernel for each connection")
    full = np.zeros((table.shape[1], table.shape[0], *kernels.shape[1:]))
    for (c, o), kernel in zip(np.argwhere(table), kernels):
        full[o, c] = kernel
    seen = np.lib.stride_tricks.sliding_window_view(x, kernels.shape[1:], axis=(2, 3))
    return np.einsum("nchwij,ocij->nohw", seen, full) + bias[:, None, None]
