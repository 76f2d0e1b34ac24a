def closest_kernel(matrix, kernel_size, padding):
    rows, n = matrix.shape
    if rows != n + 2 * padding - kernel_size + 1:
        raise ValueError("not the matrix of such a layer")
    w = np.zeros(kernel_size)
    for a in range(kernel_size):
        entries = [float(matrix[i, i + a - padding]) for i in range(rows) if 0 <= i + a - padding < n]
        w[a] = sum(entries) / len(entries)
    return w
