# mistake: flips the kernel along its first axis only; fails: which_operation_visible, which_operation_direction, which_operation_both; says: both axes are flipped
def which_operation(image, kernel, output):
    def correlate(k):
        windows = np.lib.stride_tricks.sliding_window_view(image, k.shape)
        return np.tensordot(windows, k)

    if np.shape(output) != correlate(kernel).shape:
        return "neither"
    plain, flipped = np.allclose(correlate(kernel), output), np.allclose(correlate(kernel[::-1]), output)
    if plain and flipped:
        return "both"
    return "correlation" if plain else "convolution" if flipped else "neither"
