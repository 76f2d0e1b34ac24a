def row2im(rows, x_shape, kernel_size, stride, padding):
    n, c, h, w = x_shape
    counts = [(size + 2 * p - k) // s + 1 for size, k, s, p in zip((h, w), kernel_size, stride, padding)]
    layout = (n, *counts, c, *kernel_size)
    if rows.shape != (np.prod(layout[:3]), np.prod(layout[3:])):
        raise ValueError("the matrix does not fit")
    images = np.zeros(x_shape)
    for place, value in np.ndenumerate(rows):
        k, i, j, channel, a, b = np.unravel_index(place[0] * rows.shape[1] + place[1], layout)
        r, q = i * stride[0] - padding[0] + a, j * stride[1] - padding[1] + b
        if 0 <= r < h and 0 <= q < w:
            images[k, channel, r, q] += float(value)
    return images
