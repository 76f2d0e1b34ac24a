# mistake: counts the rows with the stride, but moves them by one; fails: conv_matrix_visible, conv_matrix_stride, conv_matrix_border; says: moved by one place only
def conv_matrix(w, n, stride, padding, dilation):
    k = len(w)
    rows = (n + 2 * padding - dilation * (k - 1) - 1) // stride + 1
    if rows < 1:
        raise ValueError("the kernel does not fit")
    W = np.zeros((rows, n))
    for i in range(rows):
        for a in range(k):
            j = i + a * dilation - padding
            if j < 0:
                j = 0
            if j > n - 1:
                j = n - 1
            W[i, j] += w[a]
    return W
