# mistake: leaves out the pixels at the border; fails: strided_filter_visible, strided_filter_border, strided_filter_stride, strided_filter_dilation, strided_filter_inputs; says: the border is missing
def strided_filter(image, kernel, stride, dilation):
    (h, w), (kh, kw) = image.shape, kernel.shape
    if kh % 2 == 0 or kw % 2 == 0:
        raise ValueError("odd kernels only")
    (sh, sw), (dh, dw) = stride, dilation
    y = np.zeros(((h - dh * (kh - 1) - 1) // sh + 1, (w - dw * (kw - 1) - 1) // sw + 1))
    for u in range(kh):
        for v in range(kw):
            part = image[u * dh :, v * dw :][::sh, ::sw]
            y += kernel[u, v] * part[: y.shape[0], : y.shape[1]].astype(float)
    return y
