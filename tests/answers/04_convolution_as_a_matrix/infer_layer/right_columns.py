def infer_layer(layer, n):
    def answers(signal):
        return np.array(layer(np.array(signal, dtype=float)))

    silence = answers([0] * n)
    pairs = []
    for j in range(n):
        impulse = [0] * n
        impulse[j] = 1
        changed = ~np.isclose(answers(impulse), silence)
        pairs += [(int(i), j) for i in np.flatnonzero(changed)]
    rows = {}
    for i, j in pairs:
        rows.setdefault(i, []).append(j)
    size = max(len(columns) for columns in rows.values())
    i, j = min((row, min(columns)) for row, columns in rows.items() if len(columns) == size)
    stride = min(rows[i + 1]) - j
    return size, stride, sorted(rows[i])[1] - j, stride * i - j
