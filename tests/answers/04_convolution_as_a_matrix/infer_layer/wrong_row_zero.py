# mistake: takes row 0 for a complete row; fails: infer_layer_visible, infer_layer_kernel_size, infer_layer_stride, infer_layer_dilation, infer_layer_padding; says: only complete rows show
def infer_layer(layer, n):
    bias = layer(np.zeros(n))
    columns = []
    for j in range(n):
        x = np.zeros(n)
        x[j] = 1.0
        columns.append(layer(x) - bias)
    W = np.stack(columns, axis=1)
    taps = [np.flatnonzero(np.abs(row) > 1e-6) for row in W]
    k, p = len(taps[0]), 0
    d = int(taps[0][1] - taps[0][0]) if k > 1 else 1
    s = max(int(taps[1][-1] - taps[0][-1]), 1)
    return k, s, d, p
