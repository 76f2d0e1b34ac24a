# mistake: stores the result in the dtype of the signal: whole numbers lose their fraction, uint8 wraps; fails: conv1d_centered_visible, conv1d_centered_inputs; says: cut to whole numbers
def conv1d_centered(x, w, center):
    if not 0 <= center < len(w):
        raise ValueError("center must be an index of the kernel")
    full = np.convolve(x, w).astype(x.dtype)
    return full[center : center + len(x)]
