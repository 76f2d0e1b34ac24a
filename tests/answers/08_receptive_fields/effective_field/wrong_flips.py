# mistake: hands the weights down in reverse order; fails: effective_field_visible, effective_field_values, effective_field_padding, effective_field_plain; says: turned around
def effective_field(layers, n, output):
    lengths = [n]
    for w, s, p, d in layers:
        lengths.append((lengths[-1] + 2 * p - d * (len(w) - 1) - 1) // s + 1)
    if not 0 <= output < lengths[-1]:
        raise ValueError("no such output")
    say = np.eye(lengths.pop())[output]
    for w, s, p, d in layers[::-1]:
        below = np.zeros(lengths.pop())
        for i, value in enumerate(say):
            for k in range(len(w)):
                j = i * s + k * d - p
                if 0 <= j < len(below):
                    below[j] += value * float(w[-1 - k])
        say = below
    return say
