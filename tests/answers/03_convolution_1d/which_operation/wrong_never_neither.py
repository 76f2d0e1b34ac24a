# mistake: what is not a correlation must be a convolution; fails: which_operation_visible, which_operation_both, which_operation_compare; says: not what either operation gives
def which_operation(image, kernel, output):
    def correlate(k):
        windows = np.lib.stride_tricks.sliding_window_view(image, k.shape)
        return np.tensordot(windows, k)

    if np.shape(output) != correlate(kernel).shape:
        return "neither"
    plain, flipped = np.allclose(correlate(kernel), output), np.allclose(correlate(kernel[::-1, ::-1]), output)
    if plain:
        return "both" if flipped else "correlation"
    return "convolution"
