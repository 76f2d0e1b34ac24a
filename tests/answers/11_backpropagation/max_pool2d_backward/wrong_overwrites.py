# mistake: the later window replaces what the earlier one gave; fails: max_pool2d_backward_visible, max_pool2d_backward_overlap; says: where windows overlap
def max_pool2d_backward(dy, x, kernel_size, stride, padding):
    n, c, h, w = x.shape
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    h_out, w_out = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    if dy.shape != (n, c, h_out, w_out):
        raise ValueError("dy has the wrong shape")
    padded = np.full((n, c, h + 2 * ph, w + 2 * pw), -np.inf)
    padded[:, :, ph : ph + h, pw : pw + w] = x
    dx = np.zeros(padded.shape)
    for i in range(h_out):
        for j in range(w_out):
            window = np.s_[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            largest = padded[window].max(axis=(2, 3), keepdims=True)
            winners = padded[window] == largest
            share = dy[:, :, i : i + 1, j : j + 1] / winners.sum(axis=(2, 3), keepdims=True)
            dx[window] = winners * share
    return dx[:, :, ph : ph + h, pw : pw + w]
