# mistake: never looks at the shape, and lets a 1 x 1 output be compared with all values; fails: which_operation_compare
def which_operation(image, kernel, output):
    def correlate(k):
        windows = np.lib.stride_tricks.sliding_window_view(image, k.shape)
        return np.tensordot(windows, k)

    def agrees(result):
        try:
            return np.allclose(result, output)
        except ValueError:
            return False

    plain, flipped = agrees(correlate(kernel)), agrees(correlate(kernel[::-1, ::-1]))
    if plain and flipped:
        return "both"
    return "correlation" if plain else "convolution" if flipped else "neither"
