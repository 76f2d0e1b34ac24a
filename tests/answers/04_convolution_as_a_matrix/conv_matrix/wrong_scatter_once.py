# mistake: adds with fancy indices, which count a column only once; fails: conv_matrix_visible, conv_matrix_border, conv_matrix_inputs; says: must be added
def conv_matrix(w, n, stride, padding, dilation):
    rows = (n + 2 * padding - dilation * (len(w) - 1) - 1) // stride + 1
    if rows < 1:
        raise ValueError("the kernel does not fit")
    W = np.zeros((rows, n))
    for i in range(rows):
        columns = np.clip(i * stride + dilation * np.arange(len(w)) - padding, 0, n - 1)
        W[i, columns] += w
    return W
