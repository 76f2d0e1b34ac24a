# mistake: accepts whatever the layers say; fails: receptive_field_errors
def receptive_field(layers):
    size, jump, start = 1, 1, 0
    for k, s, p, d in layers:
        start -= p * jump
        size += d * (k - 1) * jump
        jump *= s
    return size, jump, start + (size - 1) / 2
