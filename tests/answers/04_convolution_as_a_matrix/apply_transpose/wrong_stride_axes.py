# mistake: uses the vertical stride for columns; fails: apply_transpose_visible, apply_transpose_stride; says: the stride is on the wrong axis
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
                    if i * sw + a < H and j * sh + b < W:
                        x[i * sw + a, j * sh + b] += float(outputs[i, j]) * float(kernel[a, b])
    return x
