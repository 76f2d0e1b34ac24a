def row2im(rows: np.ndarray, x_shape: tuple, kernel_size: tuple, stride: tuple, padding: tuple = (0, 0)) -> np.ndarray:
    (n, c, h, w), (kh, kw), (sh, sw), (ph, pw) = x_shape, kernel_size, stride, padding
    h_out, w_out = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    if rows.shape != (n * h_out * w_out, c * kh * kw):
        raise ValueError(f"expected {(n * h_out * w_out, c * kh * kw)}, got {rows.shape}")
    taps = rows.astype(float).reshape(n, h_out, w_out, c, kh, kw).transpose(4, 5, 0, 3, 1, 2)
    images = np.zeros((n, c, h + 2 * ph + sh - 1, w + 2 * pw + sw - 1))
    for a in range(kh):
        for b in range(kw):
            images[:, :, a : a + sh * h_out : sh, b : b + sw * w_out : sw] += taps[a, b]
    return images[:, :, ph : ph + h, pw : pw + w]
