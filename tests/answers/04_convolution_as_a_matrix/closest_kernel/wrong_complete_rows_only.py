# mistake: averages over the rows in which the whole kernel stands; fails: closest_kernel_visible, closest_kernel_border; says: these are the complete rows only
def closest_kernel(matrix, kernel_size, padding):
    rows, n = matrix.shape
    if rows != n + 2 * padding - kernel_size + 1:
        raise ValueError("not the matrix of such a layer")
    full = [i for i in range(rows) if i >= padding and i - padding + kernel_size <= n]
    return np.array([np.mean([matrix[i, i - padding + a] for i in full]) for a in range(kernel_size)])
