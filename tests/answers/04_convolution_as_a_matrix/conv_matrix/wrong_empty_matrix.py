# mistake: returns an empty matrix where the kernel does not fit; fails: conv_matrix_errors
def conv_matrix(w, n, stride, padding, dilation):
    k = len(w)
    rows = (n + 2 * padding - dilation * (k - 1) - 1) // stride + 1
    rows = max(rows, 0)
    W = np.zeros((rows, n))
    for i in range(rows):
        for a in range(k):
            j = i * stride + a * dilation - padding
            if j < 0:
                j = 0
            if j > n - 1:
                j = n - 1
            W[i, j] += w[a]
    return W
