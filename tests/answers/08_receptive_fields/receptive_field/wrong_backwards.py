# mistake: goes through the layers from the last to the first; fails: receptive_field_visible, receptive_field_size, receptive_field_center; says: is the order right
def receptive_field(layers):
    size, jump, start = 1, 1, 0
    for k, s, p, d in layers[::-1]:
        if min(k, s, d) < 1 or p < 0:
            raise ValueError("bad layer")
        start -= p * jump
        size += d * (k - 1) * jump
        jump *= s
    return size, jump, start + (size - 1) / 2
