# mistake: lets a negative column count from the end; fails: conv_matrix_visible, conv_matrix_border; says: no ring
def conv_matrix(w, n, stride, padding, dilation):
    k = len(w)
    rows = (n + 2 * padding - dilation * (k - 1) - 1) // stride + 1
    if rows < 1:
        raise ValueError("the kernel does not fit")
    W = np.zeros((rows, n))
    for i in range(rows):
        for a in range(k):
            j = i * stride + a * dilation - padding
            j = j % n
            W[i, j] += w[a]
    return W
