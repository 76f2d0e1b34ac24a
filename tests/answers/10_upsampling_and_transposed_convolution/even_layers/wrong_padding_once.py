# mistake: cuts the padding off on one side only; fails: even_layers_visible, even_layers_right, even_layers_all; says: on both sides
def even_layers(n, m, stride, largest):
    found = []
    for k in range(1, largest + 1):
        if k % stride != 0:
            continue
        for p in range(k):
            for o in range(stride):
                if (n - 1) * stride - p + k + o == m:
                    found.append((k, p, o))
    return found
