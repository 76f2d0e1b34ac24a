def average_pool2d(x: np.ndarray, kernel_size, stride, padding, dtype=np.float64) -> np.ndarray:
    """Every sum is four numbers of one table: the sums of all pixels above and to the left."""
    h, w = x.shape[2:]
    table = np.zeros((*x.shape[:2], h + 1, w + 1), dtype)
    table[:, :, 1:, 1:] = x.astype(dtype).cumsum(axis=2).cumsum(axis=3)
    top, bottom = edges(h, kernel_size[0], stride[0], padding[0])
    left, right = edges(w, kernel_size[1], stride[1], padding[1])

    def corner(rows, columns):
        return table[:, :, rows[:, None], columns[None, :]]

    sums = corner(bottom, right) - corner(top, right) - corner(bottom, left) + corner(top, left)
    return sums / np.outer(bottom - top, right - left)


def edges(size, window, step, border):
    first = np.arange(-border, size + border - window + 1, step)
    return np.maximum(first, 0), np.minimum(first + window, size)
