# mistake: lets slices begin at negative numbers; fails: average_pool2d_visible, average_pool2d_border; says: begins at its end
def average_pool2d(x, kernel_size, stride, padding):
    n, c, h, w = x.shape
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    down, right = range(-ph, h + ph - kh + 1, sh), range(-pw, w + pw - kw + 1, sw)
    y = np.zeros((n, c, len(down), len(right)))
    for i, r in enumerate(down):
        for j, s in enumerate(right):
            seen = x[:, :, r : r + kh, s : s + kw]
            y[:, :, i, j] = seen.sum(axis=(2, 3)) / max(seen.shape[2] * seen.shape[3], 1)
    return y
