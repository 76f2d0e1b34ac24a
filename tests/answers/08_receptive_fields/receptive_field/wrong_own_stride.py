# mistake: multiplies by the stride first, so a layer's own stride widens its field; fails: receptive_field_visible, receptive_field_size, receptive_field_center; says: does not make those of its own layer wider
def receptive_field(layers):
    size, jump, start = 1, 1, 0
    for k, s, p, d in layers:
        if min(k, s, d) < 1 or p < 0:
            raise ValueError("bad layer")
        start -= p * jump
        jump *= s
        size += d * (k - 1) * jump
    return size, jump, start + (size - 1) / 2
