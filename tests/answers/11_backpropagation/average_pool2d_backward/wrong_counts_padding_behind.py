# mistake: counts the padding behind the last pixel; fails: average_pool2d_backward_visible, average_pool2d_backward_border; says: the padding behind the last pixel was counted
def average_pool2d_backward(dy, x_shape, kernel_size, stride, padding):
    N, C, H, W = x_shape
    kh, kw = kernel_size
    sh, sw = stride
    ph, pw = padding
    Ho = (H + 2 * ph - kh) // sh + 1
    Wo = (W + 2 * pw - kw) // sw + 1
    if dy.shape != (N, C, Ho, Wo):
        raise ValueError(f"dy has shape {dy.shape}, expected {(N, C, Ho, Wo)}")
    dx = np.zeros(x_shape)
    for i in range(Ho):
        for j in range(Wo):
            r0, r1 = max(i * sh - ph, 0), i*sh-ph+kh
            c0, c1 = max(j * sw - pw, 0), j*sw-pw+kw
            n = max(r1-r0,1)*max(c1-c0,1)
            dx[:, :, r0:r1, c0:c1] += dy[:, :, i, j][:, :, None, None] / n
    return dx
