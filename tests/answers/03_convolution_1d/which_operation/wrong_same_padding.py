# mistake: pads the image with zeros first, so that no valid output is recognised; fails: which_operation_visible, which_operation_direction, which_operation_both, which_operation_compare; says: expected: 'correlation'
def which_operation(image, kernel, output):
    def correlate(k):
        windows = np.lib.stride_tricks.sliding_window_view(image, k.shape)
        return np.tensordot(windows, k)

    image = np.pad(image, ((kernel.shape[0] // 2,) * 2, (kernel.shape[1] // 2,) * 2))
    if np.shape(output) != correlate(kernel).shape:
        return "neither"
    plain, flipped = np.allclose(correlate(kernel), output), np.allclose(correlate(kernel[::-1, ::-1]), output)
    if plain and flipped:
        return "both"
    return "correlation" if plain else "convolution" if flipped else "neither"
