# mistake: transposes the kernel instead of flipping it; fails: which_operation_visible, which_operation_direction, which_operation_both; says: both axes are flipped
def which_operation(image, kernel, output):
    def correlate(k):
        windows = np.lib.stride_tricks.sliding_window_view(image, k.shape)
        return np.tensordot(windows, k)

    if np.shape(output) not in (correlate(kernel).shape, correlate(kernel.T).shape):
        return "neither"

    def same(k):
        return correlate(k).shape == np.shape(output) and np.allclose(correlate(k), output)

    plain, flipped = same(kernel), same(kernel.T)
    if plain and flipped:
        return "both"
    return "correlation" if plain else "convolution" if flipped else "neither"
