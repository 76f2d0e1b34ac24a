# mistake: does not look at the checkerboard; fails: even_layers_visible, even_layers_right, even_layers_all; says: the stride does not divide this kernel
def even_layers(n, m, stride, largest):
    found = []
    for k in range(1, largest + 1):
        for p in range(k):
            for o in range(stride):
                if (n - 1) * stride - 2 * p + k + o == m:
                    found.append((k, p, o))
    return found
