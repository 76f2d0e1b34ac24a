# mistake: takes the answers to impulses for rows; fails: infer_layer_visible, infer_layer_kernel_size, infer_layer_stride, infer_layer_dilation, infer_layer_padding, infer_layer_bias; says: rows and columns are exchanged
def infer_layer(layer, n):
    bias = layer(np.zeros(n))
    columns = []
    for j in range(n):
        x = np.zeros(n)
        x[j] = 1.0
        columns.append(layer(x) - bias)
    W = np.stack(columns, axis=0)
    taps = [np.flatnonzero(np.abs(row) > 1e-6) for row in W]
    k = max(map(len, taps))
    i = [len(t) for t in taps].index(k)
    d = int(taps[i][1] - taps[i][0])
    s = int(taps[i + 1][0] - taps[i][0])
    p = i * s - int(taps[i][0])
    return k, s, d, p
