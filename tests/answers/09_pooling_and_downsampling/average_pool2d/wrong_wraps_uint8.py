# mistake: adds in the dtype of the image; fails: average_pool2d_inputs
def average_pool2d(x, kernel_size, stride, padding):
    n, c, h, w = x.shape
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    padded = np.zeros((n, c, h + 2 * ph, w + 2 * pw), x.dtype)
    padded[:, :, ph : ph + h, pw : pw + w] = x
    there = np.zeros((h + 2 * ph, w + 2 * pw))
    there[ph : ph + h, pw : pw + w] = 1
    h_out = (h + 2 * ph - kh) // sh + 1
    w_out = (w + 2 * pw - kw) // sw + 1
    y = np.zeros((n, c, h_out, w_out))
    for i in range(h_out):
        for j in range(w_out):
            rows, columns = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            total = padded[:, :, rows, columns].sum(axis=(2, 3), dtype=x.dtype)
            count = there[rows, columns].sum()
            y[:, :, i, j] = total / count
    return y
