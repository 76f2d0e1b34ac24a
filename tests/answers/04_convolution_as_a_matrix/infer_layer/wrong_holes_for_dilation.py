# mistake: counts the holes between two taps; fails: infer_layer_visible, infer_layer_dilation; says: not the number of holes
def infer_layer(layer, n):
    bias = layer(np.zeros(n))
    columns = []
    for j in range(n):
        x = np.zeros(n)
        x[j] = 1.0
        columns.append(layer(x) - bias)
    W = np.stack(columns, axis=1)
    taps = [np.flatnonzero(np.abs(row) > 1e-6) for row in W]
    k = max(map(len, taps))
    i = [len(t) for t in taps].index(k)
    d = int(taps[i][1] - taps[i][0])
    s = int(taps[i + 1][0] - taps[i][0])
    p = i * s - int(taps[i][0])
    return k, s, max(d - 1, 1), p
