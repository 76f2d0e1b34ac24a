# mistake: multiplies by the stride of the last layer before instead of by all of them; fails: receptive_field_visible, receptive_field_size, receptive_field_center; says: multiply all of them
def receptive_field(layers):
    size, jump, start, before = 1, 1, 0, 1
    for k, s, p, d in layers:
        if min(k, s, d) < 1 or p < 0:
            raise ValueError("bad layer")
        start -= p * jump
        size += d * (k - 1) * before
        before = s
        jump *= s
    return size, jump, start + (size - 1) / 2
