# mistake: does not look whether the center is in the kernel; fails: conv1d_centered_errors
def conv1d_centered(x, w, center):
    n = len(x)
    y = np.zeros(n)
    for i in range(n):
        for k in range(len(w)):
            if 0 <= i + center - k < n:
                y[i] += float(w[k]) * float(x[i + center - k])
    return y
