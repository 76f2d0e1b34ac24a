# mistake: continues the signal with its end values; fails: conv1d_centered_visible, conv1d_centered_values, conv1d_centered_long; says: continued with its end values
def conv1d_centered(x, w, center):
    if not 0 <= center < len(w):
        raise ValueError("center must be an index of the kernel")
    size = len(w)
    padded = np.pad(np.asarray(x, float), (size - 1 - center, center), mode="edge")
    return np.array([padded[i : i + size] @ np.asarray(w, float)[::-1] for i in range(len(x))])
