# mistake: divides and rounds towards zero, so that a kernel one too long fits; fails: conv_matrix_errors
def conv_matrix(w, n, stride, padding, dilation):
    K = len(w)
    rows = int((n + 2 * padding - dilation * (K - 1) - 1) / stride) + 1
    if rows < 1:
        raise ValueError("kernel does not fit")
    M = np.zeros((rows, n))
    for i in range(rows):
        for a in range(K):
            j = i * stride + a * dilation - padding
            j = min(max(j, 0), n - 1)
            M[i, j] += w[a]
    return M
