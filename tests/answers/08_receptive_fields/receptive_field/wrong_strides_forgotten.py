# mistake: adds the kernels and forgets that strides enlarge the later ones; fails: receptive_field_visible, receptive_field_size, receptive_field_center; says: strides of the layers before are forgotten
def receptive_field(layers):
    size, jump, start = 1, 1, 0
    for k, s, p, d in layers:
        if min(k, s, d) < 1 or p < 0:
            raise ValueError("bad layer")
        start -= p
        size += d * (k - 1)
        jump *= s
    return size, jump, start + (size - 1) / 2
