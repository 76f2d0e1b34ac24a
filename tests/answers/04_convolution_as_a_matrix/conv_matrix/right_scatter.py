def nearest(places, n):
    return np.minimum(np.maximum(places, 0), n - 1)


def conv_matrix(w, n, stride, padding, dilation):
    taps = dilation * np.arange(len(w))
    first = np.arange(0, n + 2 * padding - taps[-1], stride) - padding
    if first.size == 0:
        raise ValueError("there is no output")
    matrix = np.zeros((first.size, n))
    columns = nearest(first[:, None] + taps, n)
    rows = np.broadcast_to(np.arange(first.size)[:, None], columns.shape)
    np.add.at(matrix, (rows, columns), np.broadcast_to(w, columns.shape))
    return matrix
