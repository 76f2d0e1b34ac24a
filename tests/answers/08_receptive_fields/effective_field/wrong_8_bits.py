# mistake: multiplies in the dtype of the kernels; fails: effective_field_plain
def effective_field(layers, n, output):
    lengths = [n]
    for w, s, p, d in layers:
        lengths.append((lengths[-1] + 2 * p - d * (len(w) - 1) - 1) // s + 1)
    if not 0 <= output < lengths[-1]:
        raise ValueError("no such output")
    kind = layers[0][0].dtype if layers else float
    say = np.zeros(lengths.pop(), dtype=kind)
    say[output] = 1
    for w, s, p, d in layers[::-1]:
        below = np.zeros(lengths.pop(), dtype=np.result_type(kind, w))
        for k in range(len(w)):
            for i in range(len(say)):
                j = i * s + k * d - p
                if 0 <= j < len(below):
                    below[j : j + 1] += say[i : i + 1] * w[k : k + 1]
        say = below
    return say
