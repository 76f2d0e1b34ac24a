# mistake: puts the vertical dilation on the columns; fails: strided_filter_visible, strided_filter_dilation; says: the dilation is on the wrong axis
def strided_filter(image, kernel, stride, dilation):
    (h, w), (kh, kw) = image.shape, kernel.shape
    if kh % 2 == 0 or kw % 2 == 0:
        raise ValueError("odd kernels only")
    (sh, sw), (dw, dh) = stride, dilation
    rows, columns = np.arange(0, h, sh), np.arange(0, w, sw)
    y = np.zeros((len(rows), len(columns)))
    for u in range(kh):
        for v in range(kw):
            r = np.clip(rows + (u - kh // 2) * dh, 0, h - 1)
            c = np.clip(columns + (v - kw // 2) * dw, 0, w - 1)
            y += float(kernel[u, v]) * image[np.ix_(r, c)]
    return y
