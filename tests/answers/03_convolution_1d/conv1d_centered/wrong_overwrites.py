# mistake: writes the products over each other instead of adding them; fails: conv1d_centered_visible, conv1d_centered_values, conv1d_centered_center, conv1d_centered_long, conv1d_centered_inputs; says: must be added
def conv1d_centered(x, w, center):
    if not 0 <= center < len(w):
        raise ValueError("center must be an index of the kernel")
    n = len(x)
    y = np.zeros(n)
    for j in range(n):
        for k in range(len(w)):
            if x[j] and 0 <= j + k - center < n:
                y[j + k - center] = float(x[j]) * float(w[k])
    return y
