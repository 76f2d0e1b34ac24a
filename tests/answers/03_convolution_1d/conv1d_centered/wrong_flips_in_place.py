# mistake: flips the caller's kernel in place; fails: conv1d_centered_inputs
def conv1d_centered(x, w, center):
    if not 0 <= center < len(w):
        raise ValueError("center must be an index of the kernel")
    size = len(w)
    w[:] = w[::-1].copy()
    padded = np.pad(np.asarray(x, float), (size - 1 - center, center))
    return np.array([padded[i : i + size] @ np.asarray(w, float) for i in range(len(x))])
