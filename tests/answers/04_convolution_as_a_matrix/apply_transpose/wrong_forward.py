# mistake: runs the layer itself, on the outputs; fails: apply_transpose_visible, apply_transpose_values, apply_transpose_stride, apply_transpose_inputs; says: this is the layer itself
def apply_transpose(outputs, kernel, size, stride):
    H, W = size
    kh, kw = kernel.shape
    sh, sw = stride
    if outputs.shape != ((H - kh) // sh + 1, (W - kw) // sw + 1):
        raise ValueError("these are not the outputs of this layer")
    wide = np.pad(outputs.astype(float), ((0, max(kh - outputs.shape[0], 0)), (0, max(kw - outputs.shape[1], 0))))
    windows = np.lib.stride_tricks.sliding_window_view(wide, (kh, kw))
    return np.einsum("ijuv,uv->ij", windows, kernel.astype(float))
