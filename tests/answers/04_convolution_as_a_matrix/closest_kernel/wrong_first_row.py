# mistake: reads the kernel off row 0; fails: closest_kernel_visible, closest_kernel_complete, closest_kernel_border, closest_kernel_inputs; says: the first row only
def closest_kernel(matrix, kernel_size, padding):
    rows, n = matrix.shape
    if rows != n + 2 * padding - kernel_size + 1:
        raise ValueError("not the matrix of such a layer")
    return matrix[0, :kernel_size].astype(float)
