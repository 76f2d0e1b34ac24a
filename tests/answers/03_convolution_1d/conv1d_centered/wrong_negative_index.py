# mistake: guards the right end only, so x[-1] is the last sample; fails: conv1d_centered_visible, conv1d_centered_values, conv1d_centered_center, conv1d_centered_long; says: x[-1] is not outside
def conv1d_centered(x, w, center):
    if not 0 <= center < len(w):
        raise ValueError("center must be an index of the kernel")
    n = len(x)
    y = np.zeros(n)
    for i in range(n):
        for k in range(len(w)):
            if -n <= i + center - k < n:
                y[i] += float(w[k]) * float(x[i + center - k])
    return y
