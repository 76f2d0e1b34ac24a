def closest_kernel(matrix, kernel_size, padding):
    if matrix.shape[0] != matrix.shape[1] + 2 * padding - kernel_size + 1:
        raise ValueError("not so many rows")
    wide = np.pad(matrix.astype(float), ((0, 0), (padding, padding)), constant_values=np.nan)
    bands = np.array([row[i : i + kernel_size] for i, row in enumerate(wide)])
    return np.nanmean(bands, axis=0)
