# mistake: adds the entries in their own dtype; fails: closest_kernel_inputs
def closest_kernel(matrix, kernel_size, padding):
    rows, n = matrix.shape
    if rows != n + 2 * padding - kernel_size + 1:
        raise ValueError("not the matrix of such a layer")
    w = np.zeros(kernel_size)
    for a in range(kernel_size):
        entries = [matrix[i, i + a - padding] for i in range(rows) if 0 <= i + a - padding < n]
        w[a] = np.sum(entries, dtype=matrix.dtype) / len(entries)
    return w
