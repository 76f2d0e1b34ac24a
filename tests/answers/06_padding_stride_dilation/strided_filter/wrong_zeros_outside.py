# mistake: the book's zero padding: a dark frame; fails: strided_filter_visible, strided_filter_border; says: outside the image there are zeros
def strided_filter(image, kernel, stride, dilation):
    (h, w), (kh, kw) = image.shape, kernel.shape
    if kh % 2 == 0 or kw % 2 == 0:
        raise ValueError("odd kernels only")
    (sh, sw), (dh, dw) = stride, dilation
    padded = np.pad(image.astype(float), ((kh // 2 * dh,) * 2, (kw // 2 * dw,) * 2))
    y = np.zeros((-(-h // sh), -(-w // sw)))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    y[i, j] += kernel[a, b] * padded[i * sh + a * dh, j * sw + b * dw]
    return y
