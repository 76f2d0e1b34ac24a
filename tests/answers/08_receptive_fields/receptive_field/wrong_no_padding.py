# mistake: does not use the padding; fails: receptive_field_visible, receptive_field_center; says: further to the left
def receptive_field(layers):
    size, jump = 1, 1
    for k, s, p, d in layers:
        if min(k, s, d) < 1 or p < 0:
            raise ValueError("bad layer")
        size += d * (k - 1) * jump
        jump *= s
    return size, jump, (size - 1) / 2
