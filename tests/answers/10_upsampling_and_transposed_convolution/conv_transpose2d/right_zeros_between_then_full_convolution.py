def conv_transpose2d(x, weight, bias, stride, padding, size):
    n, c, h, w = x.shape
    (sh, sw), (top, bottom, left, right) = stride, padding
    kh, kw = weight.shape[2:]
    rest_h = size[0] + top + bottom - kh - (h - 1) * sh
    rest_w = size[1] + left + right - kw - (w - 1) * sw
    if not (0 <= rest_h < sh and 0 <= rest_w < sw):
        raise ValueError("this size is not reached")
    spread = np.zeros((n, c, (h - 1) * sh + 1, (w - 1) * sw + 1))
    spread[:, :, ::sh, ::sw] = x
    spread = np.pad(spread, ((0, 0), (0, 0), (kh - 1, kh - 1 + rest_h), (kw - 1, kw - 1 + rest_w)))
    windows = np.lib.stride_tricks.sliding_window_view(spread, (kh, kw), axis=(2, 3))
    y = np.einsum("ncijab,coab->noij", windows, weight[:, :, ::-1, ::-1])
    return y[:, :, top : top + size[0], left : left + size[1]] + bias[:, None, None]
