# mistake: forgets the output padding; fails: even_layers_visible, even_layers_right, even_layers_all; says: the output padding
def even_layers(n, m, stride, largest):
    found = []
    for k in range(1, largest + 1):
        if k % stride != 0:
            continue
        for p in range(k):
            for o in range(1):
                if (n - 1) * stride - 2 * p + k + o == m:
                    found.append((k, p, o))
    return found
