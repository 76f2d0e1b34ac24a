# mistake: goes down through the layers in the order in which they are applied; fails: effective_field_visible, effective_field_values, effective_field_padding; says: last layer first
def effective_field(layers, n, output):
    lengths = [n]
    for w, s, p, d in layers:
        lengths.append((lengths[-1] + 2 * p - d * (len(w) - 1) - 1) // s + 1)
    if not 0 <= output < lengths[-1]:
        raise ValueError("no such output")
    say = {output: 1.0}
    for w, s, p, d in layers:
        below = {}
        for i, value in say.items():
            for k in range(len(w)):
                j = i * s + k * d - p
                if 0 <= j < n:
                    below[j] = below.get(j, 0.0) + value * float(w[k])
        say = below
    return np.array([say.get(j, 0.0) for j in range(n)])
