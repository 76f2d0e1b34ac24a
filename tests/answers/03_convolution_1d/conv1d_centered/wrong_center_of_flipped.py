# mistake: flips the kernel and counts the center in the flipped one; fails: conv1d_centered_visible, conv1d_centered_center; says: counted from the wrong end
def conv1d_centered(x, w, center):
    if not 0 <= center < len(w):
        raise ValueError("center must be an index of the kernel")
    size = len(w)
    padded = np.pad(np.asarray(x, float), (center, size - 1 - center))
    return np.array([padded[i : i + size] @ np.asarray(w, float)[::-1] for i in range(len(x))])
