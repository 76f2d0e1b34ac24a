# mistake: does not compare the number of rows; fails: closest_kernel_inputs
def closest_kernel(matrix, kernel_size, padding):
    rows, n = matrix.shape
    w = np.zeros(kernel_size)
    for a in range(kernel_size):
        entries = [float(matrix[i, i + a - padding]) for i in range(rows) if 0 <= i + a - padding < n]
        w[a] = sum(entries) / max(len(entries), 1)
    return w
