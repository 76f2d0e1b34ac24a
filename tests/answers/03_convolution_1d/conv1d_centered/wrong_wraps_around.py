# mistake: takes samples outside the signal from its other end; fails: conv1d_centered_visible, conv1d_centered_values, conv1d_centered_long; says: comes in again at the other end
def conv1d_centered(x, w, center):
    if not 0 <= center < len(w):
        raise ValueError("center must be an index of the kernel")
    y = np.zeros(len(x))
    for k in range(len(w)):
        y += float(w[k]) * np.roll(np.asarray(x, float), k - center)
    return y
