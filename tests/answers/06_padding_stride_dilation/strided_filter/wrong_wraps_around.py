# mistake: takes pixels outside from the other side of the image; fails: strided_filter_visible, strided_filter_border; says: comes in again at its other side
def strided_filter(image, kernel, stride, dilation):
    (h, w), (kh, kw) = image.shape, kernel.shape
    if kh % 2 == 0 or kw % 2 == 0:
        raise ValueError("odd kernels only")
    (sh, sw), (dh, dw) = stride, dilation
    rows, columns = np.arange(0, h, sh), np.arange(0, w, sw)
    y = np.zeros((len(rows), len(columns)))
    for u in range(kh):
        for v in range(kw):
            r = (rows + (u - kh // 2) * dh) % h
            c = (columns + (v - kw // 2) * dw) % w
            y += float(kernel[u, v]) * image[np.ix_(r, c)]
    return y
