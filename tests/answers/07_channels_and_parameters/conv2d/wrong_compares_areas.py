# mistake: compares the areas of kernel and image, not their sides; fails: conv2d_errors
def conv2d(x, weight, bias, stride, padding):
    N, C, H, W = x.shape
    O, I, KH, KW = weight.shape
    top, bottom, left, right = padding
    sh, sw = stride
    if I != C:
        raise ValueError("channels do not fit")
    if bias.shape != (O,):
        raise ValueError("bias does not fit")
    x = np.pad(x.astype(float), ((0, 0), (0, 0), (top, bottom), (left, right)))
    if KH * KW > x.shape[2] * x.shape[3]:
        raise ValueError("kernel too large")
    oh = (x.shape[2] - KH) // sh + 1
    ow = (x.shape[3] - KW) // sw + 1
    y = np.zeros((N, O, oh, ow))
    for i in range(oh):
        for j in range(ow):
            window = x[:, :, i*sh:i*sh+KH, j*sw:j*sw+KW]
            for o in range(O):
                y[:, o, i, j] = (window * weight[o]).sum(axis=(1, 2, 3)) + bias[o]
    return y
