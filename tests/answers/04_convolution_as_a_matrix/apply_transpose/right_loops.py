def apply_transpose(outputs, kernel, size, stride):
    H, W = size
    kh, kw = kernel.shape
    sh, sw = stride
    if outputs.shape != ((H - kh) // sh + 1, (W - kw) // sw + 1):
        raise ValueError("these are not the outputs of this layer")
    x = np.zeros((H, W))
    for i in range(outputs.shape[0]):
        for j in range(outputs.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    x[i * sh + a, j * sw + b] += float(outputs[i, j]) * float(kernel[a, b])
    return x
