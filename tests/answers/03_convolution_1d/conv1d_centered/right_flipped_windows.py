def conv1d_centered(x, w, center):
    size = len(w)
    if center not in range(size):
        raise ValueError("no such entry in the kernel")
    padded = np.pad(np.asarray(x, float), (size - 1 - center, center))
    return np.lib.stride_tricks.sliding_window_view(padded, size) @ np.asarray(w, float)[::-1]
