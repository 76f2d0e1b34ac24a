def infer_layer(layer, n):
    quiet = layer(np.zeros(n))
    used = np.array([np.abs(layer(e) - quiet) > 1e-9 for e in np.eye(n)]).T
    outputs = len(used)
    for s in range(1, n):
        for d in range(1, n):
            for k in range(2, n + 1):
                doubled = (outputs - 1) * s + d * (k - 1) + 1 - n
                for p in range(max(doubled // 2, 0), (doubled + s) // 2 + 1):
                    places = np.arange(outputs)[:, None] * s + np.arange(k) * d - p
                    fits = np.array([np.isin(np.arange(n), row) for row in places])
                    complete = ((places >= 0) & (places < n)).all(axis=1).sum()
                    if complete >= 2 and np.array_equal(fits, used):
                        return k, s, d, p
    raise ValueError("no layer does this")
