# mistake: multiplies in the dtype of the inputs; fails: apply_transpose_inputs
def apply_transpose(outputs, kernel, size, stride):
    H, W = size
    kh, kw = kernel.shape
    sh, sw = stride
    if outputs.shape != ((H - kh) // sh + 1, (W - kw) // sw + 1):
        raise ValueError("these are not the outputs of this layer")
    x = np.zeros((H, W))
    for i in range(outputs.shape[0]):
        for j in range(outputs.shape[1]):
            x[i * sh : i * sh + kh, j * sw : j * sw + kw] += outputs[i, j] * kernel
    return x
