# mistake: gives the stride of the last layer as jump; fails: receptive_field_visible, receptive_field_jump; says: not only that of the last layer
def receptive_field(layers):
    size, jump, start, s = 1, 1, 0, 1
    for k, s, p, d in layers:
        if min(k, s, d) < 1 or p < 0:
            raise ValueError("bad layer")
        start -= p * jump
        size += d * (k - 1) * jump
        jump *= s
    return size, s, start + (size - 1) / 2
