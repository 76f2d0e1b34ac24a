# mistake: takes any number of outputs; fails: apply_transpose_errors
def apply_transpose(outputs, kernel, size, stride):
    H, W = size
    kh, kw = kernel.shape
    sh, sw = stride
    x = np.zeros((H, W))
    for i in range(outputs.shape[0]):
        for j in range(outputs.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    if i * sh + a < H and j * sw + b < W:
                        x[i * sh + a, j * sw + b] += float(outputs[i, j]) * float(kernel[a, b])
    return x
