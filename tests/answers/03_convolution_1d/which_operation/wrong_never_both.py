# mistake: returns the first operation that agrees; fails: which_operation_visible, which_operation_both; says: give the same output
def which_operation(image, kernel, output):
    def correlate(k):
        windows = np.lib.stride_tricks.sliding_window_view(image, k.shape)
        return np.tensordot(windows, k)

    if np.shape(output) != correlate(kernel).shape:
        return "neither"
    if np.allclose(correlate(kernel), output):
        return "correlation"
    if np.allclose(correlate(kernel[::-1, ::-1]), output):
        return "convolution"
    return "neither"
