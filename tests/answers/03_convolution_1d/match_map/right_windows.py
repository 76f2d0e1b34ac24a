def match_map(image, pattern):
    if pattern.shape[0] > image.shape[0] or pattern.shape[1] > image.shape[1]:
        raise ValueError("the pattern does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), pattern.shape)
    return np.tensordot(windows, pattern - pattern.mean(), axes=2)
