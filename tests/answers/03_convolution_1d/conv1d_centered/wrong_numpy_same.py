# mistake: np.convolve "same" always uses the middle of the kernel; fails: conv1d_centered_visible, conv1d_centered_center, conv1d_centered_long; says: counted from the wrong end
def conv1d_centered(x, w, center):
    if not 0 <= center < len(w):
        raise ValueError("center must be an index of the kernel")
    return np.convolve(np.asarray(x, float), np.asarray(w, float), mode="same")
