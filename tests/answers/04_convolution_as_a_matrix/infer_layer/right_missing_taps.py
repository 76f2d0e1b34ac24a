def matrix_of(layer, n: int) -> np.ndarray:
    silence = np.asarray(layer(np.zeros(n)))
    return np.array([np.asarray(layer(row)) - silence for row in np.identity(n)]).T


def infer_layer(layer, n: int, small: float = 1e-9) -> tuple:
    used = np.abs(matrix_of(layer, n)) > small
    counts = used.sum(axis=1)
    kernel_size = int(counts.max())
    full = np.flatnonzero(counts == kernel_size)
    places = [np.flatnonzero(used[i]) for i in full[:2]]
    dilation = int(np.diff(places[0])[0])
    stride = int((places[1] - places[0])[0])
    row = 0
    while counts[row] == 0:
        row += 1
    if row == 0:
        missing = kernel_size - int(counts[0])
        return kernel_size, stride, dilation, missing * dilation - int(np.flatnonzero(used[0])[0])
    return kernel_size, stride, dilation, int(full[0]) * stride - int(places[0][0])
