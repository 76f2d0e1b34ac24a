def find_order(before, after):
    n = len(before)
    a, b = before.reshape(n, -1), after.reshape(n, -1)
    free = np.ones(a.shape[1], dtype=bool)
    order = []
    for series in a.T:
        fits = np.flatnonzero(free & (b == series[:, None]).all(axis=0))
        if len(fits) == 0:
            raise ValueError("a pixel has no place")
        free[fits[0]] = False
        order.append(int(fits[0]))
    return np.array(order)
