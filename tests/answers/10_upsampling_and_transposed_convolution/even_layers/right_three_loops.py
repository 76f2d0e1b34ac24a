def even_layers(n, m, stride, largest):
    found = []
    for k in range(1, largest + 1):
        if k % stride != 0:
            continue
        for p in range(k):
            for o in range(stride):
                if (n - 1) * stride - 2 * p + k + o == m:
                    found.append((k, p, o))
    return found
