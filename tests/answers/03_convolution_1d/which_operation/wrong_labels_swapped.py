# mistake: takes the flip for the sign of correlation; fails: which_operation_visible, which_operation_direction; says: correlation
def which_operation(image, kernel, output):
    def correlate(k):
        windows = np.lib.stride_tricks.sliding_window_view(image, k.shape)
        return np.tensordot(windows, k)

    if np.shape(output) != correlate(kernel).shape:
        return "neither"
    plain, flipped = np.allclose(correlate(kernel), output), np.allclose(correlate(kernel[::-1, ::-1]), output)
    if plain and flipped:
        return "both"
    return "convolution" if plain else "correlation" if flipped else "neither"
