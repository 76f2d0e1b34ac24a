def conv1d_centered(x, w, center):
    K = len(w)
    if center < 0 or center >= K:
        raise ValueError("center must be an index of the kernel")
    n = len(x)
    y = np.zeros(n)
    for j in range(n):
        for k in range(K):
            place = j + k - center
            if 0 <= place < n:
                y[place] += float(x[j]) * float(w[k])
    return y
