# mistake: forgets the bias; fails: conv2d_visible, conv2d_bias, conv2d_inputs; says: the bias is missing
def conv2d(x, weight, bias, stride, padding):
    if weight.shape[1] != x.shape[1] or bias.shape != weight.shape[:1]:
        raise ValueError("weight, bias and image do not fit")
    n, channels, h, w = x.shape
    filters, _, kh, kw = weight.shape
    top, bottom, left, right = padding
    if kh > h + top + bottom or kw > w + left + right:
        raise ValueError("the kernel is larger than the padded image")
    padded = np.zeros((n, channels, h + top + bottom, w + left + right))
    padded[:, :, top : top + h, left : left + w] = x
    sh, sw = stride
    y = np.zeros((n, filters, (padded.shape[2] - kh) // sh + 1, (padded.shape[3] - kw) // sw + 1))
    for i in range(y.shape[2]):
        for j in range(y.shape[3]):
            window = padded[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            for o in range(filters):
                y[:, o, i, j] = np.sum(window * weight[o], axis=(1, 2, 3))
    return y
