# mistake: takes any matrix with enough numbers; fails: row2im_errors
def row2im(rows, x_shape, kernel_size, stride, padding):
    n, c, h, w = x_shape
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    h_out, w_out = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    windows = np.resize(rows, (n, h_out, w_out, c, kh, kw))
    images = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    for i in range(h_out):
        for j in range(w_out):
            images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += windows[:, i, j]
    return images[:, :, ph : ph + h, pw : pw + w]
