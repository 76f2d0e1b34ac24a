def moving_average(x, m):
    if m % 2 != 1 or m < 1:
        raise ValueError("m must be odd and positive")
    n = len(x)
    total = np.concatenate([[0.0], np.cumsum(np.asarray(x, dtype=float))])
    i = np.arange(n)
    begin = np.maximum(i - m // 2, 0)
    end = np.minimum(i + m // 2 + 1, n)
    return (total[end] - total[begin]) / (end - begin)
