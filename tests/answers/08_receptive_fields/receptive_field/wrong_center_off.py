# mistake: takes half of the size for the way to the middle; fails: receptive_field_visible, receptive_field_center; says: between two samples
def receptive_field(layers):
    size, jump, start = 1, 1, 0
    for k, s, p, d in layers:
        if min(k, s, d) < 1 or p < 0:
            raise ValueError("bad layer")
        start -= p * jump
        size += d * (k - 1) * jump
        jump *= s
    return size, jump, start + size / 2
