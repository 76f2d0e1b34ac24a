# mistake: compares the upper left value only; fails: which_operation_visible, which_operation_direction, which_operation_compare; says: not what either operation gives
def which_operation(image, kernel, output):
    def correlate(k):
        windows = np.lib.stride_tricks.sliding_window_view(image, k.shape)
        return np.tensordot(windows, k)

    if np.shape(output) != correlate(kernel).shape:
        return "neither"
    plain, flipped = np.allclose(correlate(kernel)[0, 0], output[0, 0]), np.allclose(correlate(kernel[::-1, ::-1])[0, 0], output[0, 0])
    if plain and flipped:
        return "both"
    return "correlation" if plain else "convolution" if flipped else "neither"
