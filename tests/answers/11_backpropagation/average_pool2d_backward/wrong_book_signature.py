# mistake: the book's function, which wants x and counts the padding; fails: average_pool2d_backward_visible, average_pool2d_backward_values, average_pool2d_backward_overlap, average_pool2d_backward_border, average_pool2d_backward_inputs, average_pool2d_backward_errors; says: AttributeError
def average_pool2d_backward(dy, x, kernel_size, stride, padding):
    (n, c, h, w), (kh, kw), (sh, sw), (ph, pw) = x.shape, kernel_size, stride, padding
    dx = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    for i in range(dy.shape[2]):
        for j in range(dy.shape[3]):
            dx[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += dy[:, :, i, j][:, :, None, None] / (kh * kw)
    return dx[:, :, ph : ph + h, pw : pw + w]
