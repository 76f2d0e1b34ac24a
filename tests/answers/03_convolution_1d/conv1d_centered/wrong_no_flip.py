# mistake: computes the correlation, the kernel is not flipped; fails: conv1d_centered_visible, conv1d_centered_values, conv1d_centered_center; says: this is the correlation
def conv1d_centered(x, w, center):
    if not 0 <= center < len(w):
        raise ValueError("center must be an index of the kernel")
    n = len(x)
    y = np.zeros(n)
    for i in range(n):
        for k in range(len(w)):
            if 0 <= i + k - center < n:
                y[i] += float(w[k]) * float(x[i + k - center])
    return y
