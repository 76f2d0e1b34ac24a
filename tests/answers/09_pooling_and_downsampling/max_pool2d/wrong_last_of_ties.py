# mistake: lets the last of equal numbers win; fails: max_pool2d_visible, max_pool2d_ties; says: of equal numbers the first
def max_pool2d(x, kernel_size, stride, padding):
    n, c, h, w = x.shape
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError("too much padding")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the window does not fit")
    h_out = (h + 2 * ph - kh) // sh + 1
    w_out = (w + 2 * pw - kw) // sw + 1
    y = np.zeros((n, c, h_out, w_out), dtype=x.dtype)
    rows = np.zeros((n, c, h_out, w_out), dtype=int)
    columns = np.zeros((n, c, h_out, w_out), dtype=int)
    for a in range(n):
        for b in range(c):
            for i in range(h_out):
                for j in range(w_out):
                    best = None
                    for r in range(i * sh - ph, i * sh - ph + kh):
                        for s in range(j * sw - pw, j * sw - pw + kw):
                            if 0 <= r < h and 0 <= s < w and (best is None or x[a, b, r, s] >= best):
                                best = x[a, b, r, s]
                                rows[a, b, i, j], columns[a, b, i, j] = r, s
                    y[a, b, i, j] = best
    return y, rows, columns
