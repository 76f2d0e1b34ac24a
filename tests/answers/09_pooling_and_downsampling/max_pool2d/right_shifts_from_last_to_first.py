def steps(size, window, step, border):
    """Return where windows begin, in the image without its border."""
    return np.arange(-border, size + border - window + 1, step)


def max_pool2d(
    x: np.ndarray, kernel_size: tuple, stride: tuple, padding: tuple, strict: bool = True
) -> tuple:
    h, w = x.shape[2:]
    for window, border in zip(kernel_size, padding):
        if strict and border > window / 2:
            raise ValueError("padding of more than half the window")
    down = steps(h, kernel_size[0], stride[0], padding[0])
    right = steps(w, kernel_size[1], stride[1], padding[1])
    if len(down) == 0 or len(right) == 0:
        raise ValueError("no window fits")
    row_of, column_of = np.meshgrid(down, right, indexing="ij")
    y = rows = columns = None
    for a in reversed(range(kernel_size[0])):
        for b in reversed(range(kernel_size[1])):
            r, s = row_of + a, column_of + b
            exists = (r >= 0) & (r < h) & (s >= 0) & (s < w)
            here = x[:, :, r.clip(0, h - 1), s.clip(0, w - 1)]
            if y is None:
                y = here.copy()
                rows, columns = np.full(y.shape, -1), np.full(y.shape, -1)
            wins = exists & ((rows < 0) | (here >= y))
            y = np.where(wins, here, y)
            rows, columns = np.where(wins, r, rows), np.where(wins, s, columns)
    return y, rows, columns
