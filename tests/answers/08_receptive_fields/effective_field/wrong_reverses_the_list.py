# mistake: turns the caller's list around to go down through it; fails: effective_field_plain
def effective_field(layers, n, output):
    lengths = [n]
    for w, s, p, d in layers:
        lengths.append((lengths[-1] + 2 * p - d * (len(w) - 1) - 1) // s + 1)
    if not 0 <= output < lengths.pop():
        raise ValueError("no such output")
    say = {output: 1.0}
    layers.reverse()
    for w, s, p, d in layers:
        below, length = {}, lengths.pop()
        for i, value in say.items():
            for k in range(len(w)):
                j = i * s + k * d - p
                if 0 <= j < length:
                    below[j] = below.get(j, 0.0) + value * float(w[k])
        say = below
    return np.array([say.get(j, 0.0) for j in range(n)])
