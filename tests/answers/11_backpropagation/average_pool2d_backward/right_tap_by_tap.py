def average_pool2d_backward(dy, x_shape, kernel_size, stride, padding):
    n, c, h, w = x_shape
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    h_out, w_out = 1 + (h + 2 * ph - kh) // sh, 1 + (w + 2 * pw - kw) // sw
    if np.shape(dy) != (n, c, h_out, w_out):
        raise ValueError("wrong shape of dy")
    inside = np.pad(np.ones((h, w)), ((ph, ph), (pw, pw)))
    grids = [
        (a, b, slice(a, a + h_out * sh, sh), slice(b, b + w_out * sw, sw)) for a in range(kh) for b in range(kw)
    ]
    room = np.zeros((n, c, h + 2 * ph + sh, w + 2 * pw + sw))
    ones = np.zeros(room.shape[2:])
    ones[: h + 2 * ph, : w + 2 * pw] = inside
    count = sum(ones[rows, columns][:h_out, :w_out] for _, _, rows, columns in grids)
    for _, _, rows, columns in grids:
        room[:, :, rows, columns][:, :, :h_out, :w_out] += dy / count
    return room[:, :, ph : ph + h, pw : pw + w].copy()
