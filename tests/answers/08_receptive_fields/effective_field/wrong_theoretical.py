# mistake: says only which samples are in the field; fails: effective_field_visible, effective_field_values, effective_field_padding, effective_field_plain; says: how much
def effective_field(layers, n, output):
    lengths = [n]
    for w, s, p, d in layers:
        lengths.append((lengths[-1] + 2 * p - d * (len(w) - 1) - 1) // s + 1)
    if not 0 <= output < lengths[-1]:
        raise ValueError("no such output")
    seen = {output}
    lengths.pop()
    for w, s, p, d in layers[::-1]:
        length = lengths.pop()
        seen = {i * s + k * d - p for i in seen for k in range(len(w))} & set(range(length))
    return np.array([float(j in seen) for j in range(n)])
