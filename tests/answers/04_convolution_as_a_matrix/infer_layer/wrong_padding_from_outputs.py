# mistake: computes the padding from the number of outputs; fails: infer_layer_visible, infer_layer_padding; says: does not tell it
def infer_layer(layer, n):
    bias = layer(np.zeros(n))
    M = np.array([layer(e) - bias for e in np.eye(n)]).T
    counts = [(row != 0).sum() for row in M]
    k = max(counts)
    full = [i for i, c in enumerate(counts) if c == k]
    cols = np.flatnonzero(M[full[0]])
    nxt = np.flatnonzero(M[full[1]])
    d = cols[1] - cols[0]
    s = nxt[0] - cols[0]
    p = ((len(M) - 1) * s + d * (k - 1) + 1 - n + 1) // 2
    return int(k), int(s), int(d), int(p)
