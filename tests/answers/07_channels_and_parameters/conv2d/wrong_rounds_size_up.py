# mistake: gives ceil((n - k) / s) + 1 values; fails: conv2d_visible, conv2d_stride; says: one position too many
def conv2d(x, weight, bias, stride, padding):
    if weight.shape[1] != x.shape[1] or bias.shape != weight.shape[:1]:
        raise ValueError("weight, bias and image do not fit")
    n, channels, h, w = x.shape
    filters, _, kh, kw = weight.shape
    top, bottom, left, right = padding
    sh, sw = stride
    if kh > h + top + bottom or kw > w + left + right:
        raise ValueError("the kernel is larger than the padded image")
    rows = -(-(h + top + bottom - kh) // sh) + 1
    columns = -(-(w + left + right - kw) // sw) + 1
    padded = np.zeros((n, channels, rows * sh + kh, columns * sw + kw))
    padded[:, :, top : top + h, left : left + w] = x
    y = np.zeros((n, filters, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[:, :, i, j] = np.tensordot(window, weight, axes=((1, 2, 3), (1, 2, 3))) + bias
    return y
