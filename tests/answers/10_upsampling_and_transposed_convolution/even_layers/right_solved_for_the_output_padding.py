def even_layers(n, m, stride, largest):
    kernels = [k for k in range(1, largest + 1) if k % stride == 0]
    pairs = [(k, p, m - (n - 1) * stride - k + 2 * p) for k in kernels for p in range(k)]
    return [(k, p, o) for k, p, o in pairs if 0 <= o <= stride - 1]
