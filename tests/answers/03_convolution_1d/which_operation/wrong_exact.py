# mistake: compares floats for equality; fails: which_operation_visible, which_operation_both, which_operation_compare; says: rounded to float32
def which_operation(image, kernel, output):
    def correlate(k):
        windows = np.lib.stride_tricks.sliding_window_view(image, k.shape)
        return np.tensordot(windows, k)

    if np.shape(output) != correlate(kernel).shape:
        return "neither"
    plain, flipped = np.array_equal(correlate(kernel), output), np.array_equal(correlate(kernel[::-1, ::-1]), output)
    if plain and flipped:
        return "both"
    return "correlation" if plain else "convolution" if flipped else "neither"
