# mistake: takes the mean; fails: max_pool2d_visible, max_pool2d_values, max_pool2d_padding, max_pool2d_inputs; says: mean
def max_pool2d(x, kernel_size, stride, padding):
    n, c, h, w = x.shape
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    if 2 * ph > kh or 2 * pw > kw or kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("does not fit")
    down, right = range(-ph, h + ph - kh + 1, sh), range(-pw, w + pw - kw + 1, sw)
    y = np.zeros((n, c, len(down), len(right)))
    rows, columns = np.zeros(y.shape, int), np.zeros(y.shape, int)
    for i, r in enumerate(down):
        for j, s in enumerate(right):
            seen = x[:, :, max(r, 0) : r + kh, max(s, 0) : s + kw]
            y[:, :, i, j] = seen.mean(axis=(2, 3))
            place = seen.reshape(n, c, -1).argmax(axis=2)
            rows[:, :, i, j] = max(r, 0) + place // seen.shape[3]
            columns[:, :, i, j] = max(s, 0) + place % seen.shape[3]
    return y, rows, columns
