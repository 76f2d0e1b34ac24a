# mistake: pads with zeros, which win among negative numbers; fails: max_pool2d_visible, max_pool2d_padding; says: a zero of the padding has won
def max_pool2d(x, kernel_size, stride, padding):
    n, c, h, w = x.shape
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError("too much padding")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the window does not fit")
    wide = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
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
                            if best is None or wide[a, b, r + ph, s + pw] > best:
                                best = wide[a, b, r + ph, s + pw]
                                rows[a, b, i, j], columns[a, b, i, j] = max(r, 0), max(s, 0)
                    y[a, b, i, j] = best
    return y, rows, columns
