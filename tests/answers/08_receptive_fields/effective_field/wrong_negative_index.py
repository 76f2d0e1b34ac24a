# mistake: lets what goes to the left padding come in at the right end; fails: effective_field_visible, effective_field_padding; says: other end
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
                if -len(below) <= j < len(below):
                    below[j] += value * float(w[k])
        say = below
    return say
