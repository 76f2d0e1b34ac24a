# mistake: follows paths through the padding between the layers, cuts only at the ends of the signal; fails: effective_field_visible, effective_field_padding; says: in the padding is lost
def effective_field(layers, n, output):
    length = n
    for w, s, p, d in layers:
        length = (length + 2 * p - d * (len(w) - 1) - 1) // s + 1
    if not 0 <= output < length:
        raise ValueError("no such output")
    say = {output: 1.0}
    for w, s, p, d in layers[::-1]:
        below = {}
        for i, value in say.items():
            for k in range(len(w)):
                j = i * s + k * d - p
                below[j] = below.get(j, 0.0) + value * float(w[k])
        say = below
    return np.array([say.get(j, 0.0) for j in range(n)])
