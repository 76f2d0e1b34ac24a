def max_unpool2d(y, rows, columns, size):
    best = {}
    for (a, b, i, j), value in np.ndenumerate(y):
        r, s = int(rows[a, b, i, j]), int(columns[a, b, i, j])
        if r not in range(size[0]) or s not in range(size[1]):
            raise ValueError(f"({r}, {s}) is not in a map of {size}")
        best[a, b, r, s] = max(value, best.get((a, b, r, s), value))
    up = np.zeros((y.shape[0], y.shape[1]) + tuple(size))
    for place, value in best.items():
        up[place] = value
    return up
