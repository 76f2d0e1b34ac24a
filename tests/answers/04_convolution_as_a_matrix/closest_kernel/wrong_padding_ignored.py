# mistake: lets tap 0 of row 0 stand in column 0, whatever the padding; fails: closest_kernel_visible, closest_kernel_border; says: the padding is ignored
def closest_kernel(matrix, kernel_size, padding):
    rows, n = matrix.shape
    if rows != n + 2 * padding - kernel_size + 1:
        raise ValueError("not the matrix of such a layer")
    w = np.zeros(kernel_size)
    for a in range(kernel_size):
        entries = [float(matrix[i, i + a]) for i in range(rows) if i + a < n]
        w[a] = sum(entries) / len(entries)
    return w
