def correlate(images, kernels):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[2:], (2, 3))
    return np.einsum("ncijab,ocab->noij", windows, kernels)


def conv2d_backward(dy: np.ndarray, y: np.ndarray, x: np.ndarray, weight: np.ndarray, stride=(1, 1), padding=(0, 0, 0, 0)):
    h, w = x.shape[2:]
    kh, kw = weight.shape[2:]
    (sh, sw), (ph, pb, pw, pr) = stride, padding
    spread = np.zeros((*dy.shape[:2], h + ph + pb - kh + 1, w + pw + pr - kw + 1))
    spread[:, :, ::sh, ::sw] = (y > 0) * dy.astype(float)
    around = np.pad(spread, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    turned = weight[:, :, ::-1, ::-1].astype(float).transpose(1, 0, 2, 3)
    dx = correlate(around, turned)[:, :, ph : ph + h, pw : pw + w]
    padded = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, pb), (pw, pr)))
    dweight = correlate(padded.transpose(1, 0, 2, 3), spread.transpose(1, 0, 2, 3)).transpose(1, 0, 2, 3)
    return dx, dweight, spread.sum((0, 2, 3))
