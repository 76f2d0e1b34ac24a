# mistake: ignores the center, the kernel starts at the sample; fails: conv1d_centered_visible, conv1d_centered_values, conv1d_centered_center, conv1d_centered_long, conv1d_centered_inputs; says: the kernel starts at the click
def conv1d_centered(x, w, center):
    if not 0 <= center < len(w):
        raise ValueError("center must be an index of the kernel")
    return np.convolve(np.asarray(x, float), np.asarray(w, float))[: len(x)]
