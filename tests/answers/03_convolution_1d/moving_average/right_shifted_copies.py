def moving_average(x, m):
    if m <= 0 or m % 2 == 0:
        raise ValueError("the window must be odd")
    n = len(x)
    total, count = np.zeros(n), np.zeros(n)
    for shift in range(-(m // 2), m // 2 + 1):
        if abs(shift) >= n:
            continue
        here, there = slice(max(-shift, 0), n - max(shift, 0)), slice(max(shift, 0), n - max(-shift, 0))
        total[here] += x[there]
        count[here] += 1
    return total / count
