# mistake: calls any output of a symmetric kernel both, and nothing else; fails: which_operation_visible, which_operation_both; says: a symmetric kernel is not enough
def which_operation(image, kernel, output):
    def correlate(k):
        windows = np.lib.stride_tricks.sliding_window_view(image, k.shape)
        return np.tensordot(windows, k)

    if np.shape(output) != correlate(kernel).shape:
        return "neither"
    if np.array_equal(kernel, kernel[::-1, ::-1]):
        return "both"
    if np.allclose(correlate(kernel), output):
        return "correlation"
    return "convolution" if np.allclose(correlate(kernel[::-1, ::-1]), output) else "neither"
