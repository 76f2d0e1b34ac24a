def receptive_field(layers):
    if not layers:
        return 1, 1, 0.0
    (k, s, p, d), *rest = layers
    if not (k >= 1 and s >= 1 and d >= 1 and p >= 0):
        raise ValueError("bad layer")
    size, jump, center = receptive_field(rest)
    return (size - 1) * s + d * (k - 1) + 1, jump * s, center * s - p + d * (k - 1) / 2
