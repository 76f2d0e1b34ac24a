# mistake: moves the windows by one pixel; fails: average_pool2d_backward_visible, average_pool2d_backward_values, average_pool2d_backward_overlap, average_pool2d_backward_border; says: the stride is ignored
def average_pool2d_backward(dy, x_shape, kernel_size, stride, padding):
    n, c, h, w = x_shape
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    h_out, w_out = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    if dy.shape != (n, c, h_out, w_out):
        raise ValueError("dy has the wrong shape")
    dx = np.zeros(x_shape)
    for i in range(h_out):
        for j in range(w_out):
            r0, r1 = max(i - ph, 0), min(i - ph + kh, h)
            c0, c1 = max(j - pw, 0), min(j - pw + kw, w)
            count = (r1 - r0) * (c1 - c0)
            dx[:, :, r0:r1, c0:c1] += dy[:, :, i : i + 1, j : j + 1] / count
    return dx
