# mistake: overwrites where paths meet instead of adding; fails: effective_field_visible, effective_field_values, effective_field_padding, effective_field_plain; says: are added
def effective_field(layers, n, output):
    lengths = [n]
    for w, s, p, d in layers:
        lengths.append((lengths[-1] + 2 * p - d * (len(w) - 1) - 1) // s + 1)
    if not 0 <= output < lengths[-1]:
        raise ValueError("no such output")
    say = np.eye(lengths.pop())[output]
    for w, s, p, d in layers[::-1]:
        below = np.zeros(lengths.pop())
        for i in np.flatnonzero(say):
            for k in range(len(w)):
                j = i * s + k * d - p
                if 0 <= j < len(below):
                    below[j] = say[i] * float(w[k])
        say = below
    return say
