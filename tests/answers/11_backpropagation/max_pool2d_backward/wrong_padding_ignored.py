# mistake: starts the first window at the first pixel; fails: max_pool2d_backward_visible, max_pool2d_backward_border; says: the windows are not where they should be
def max_pool2d_backward(dy, x, kernel_size, stride, padding):
    (kh, kw), (sh, sw) = kernel_size, stride
    rows = (x.shape[2] + 2 * padding[0] - kh) // sh + 1
    columns = (x.shape[3] + 2 * padding[1] - kw) // sw + 1
    if dy.shape != (*x.shape[:2], rows, columns):
        raise ValueError("wrong dy")
    dx = np.zeros(x.shape)
    for i in range(rows):
        for j in range(columns):
            window = np.s_[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            if x[window].size:
                winners = x[window] == x[window].max(axis=(2, 3), keepdims=True)
                dx[window] += winners * (dy[:, :, i, j] / winners.sum(axis=(2, 3)))[:, :, None, None]
    return dx
