# mistake: pads with -999, which wins against smaller pixels; fails: max_pool2d_backward_border
def max_pool2d_backward(dy, x, kernel_size, stride, padding):
    N, C, H, W = x.shape
    kh, kw = kernel_size
    sh, sw = stride
    ph, pw = padding
    Ho = (H + 2 * ph - kh) // sh + 1
    Wo = (W + 2 * pw - kw) // sw + 1
    if dy.shape != (N, C, Ho, Wo):
        raise ValueError("wrong shape")
    xp = np.full((N, C, H + 2 * ph, W + 2 * pw), -999.0)
    xp[:, :, ph:ph + H, pw:pw + W] = x
    dxp = np.zeros(xp.shape)
    for i in range(Ho):
        for j in range(Wo):
            win = xp[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
            mask = win == win.max(axis=(2, 3), keepdims=True)
            dxp[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw] += (
                mask * dy[:, :, i:i + 1, j:j + 1] / mask.sum(axis=(2, 3), keepdims=True))
    return dxp[:, :, ph:ph + H, pw:pw + W]
