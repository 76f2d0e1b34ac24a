def average_pool2d_backward(dy, x_shape, kernel_size, stride, padding):
    n, c, h, w = x_shape
    def windows_of(size, k, s, p):
        """For each window the list of pixels that exist."""
        number = (size + 2 * p - k) // s + 1
        return [[q for q in range(i * s - p, i * s - p + k) if 0 <= q < size] for i in range(number)]
    rows = windows_of(h, kernel_size[0], stride[0], padding[0])
    columns = windows_of(w, kernel_size[1], stride[1], padding[1])
    if dy.shape != (n, c, len(rows), len(columns)):
        raise ValueError(f"dy should have shape {(n, c, len(rows), len(columns))}")
    dx = np.zeros((n, c, h, w))
    for r in range(h):
        for q in range(w):
            for i, these in enumerate(rows):
                for j, those in enumerate(columns):
                    if r in these and q in those:
                        dx[:, :, r, q] += dy[:, :, i, j] / (len(these) * len(those))
    return dx
