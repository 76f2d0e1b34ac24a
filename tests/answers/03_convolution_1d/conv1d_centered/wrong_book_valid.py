# mistake: the book's convolution pasted in, only where the kernel fits; fails: conv1d_centered_visible, conv1d_centered_values, conv1d_centered_center, conv1d_centered_long, conv1d_centered_inputs, conv1d_centered_errors; says: the ends are missing
def conv1d_centered(x, w, center):
    if not 0 <= center < len(w):
        raise ValueError("center must be an index of the kernel")
    y = np.zeros(len(x) - len(w) + 1)
    for i in range(len(y)):
        for a in range(len(w)):
            y[i] += w[::-1][a] * x[i + a]
    return y
