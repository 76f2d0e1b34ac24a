def receptive_field(layers, axis=0):
    import math

    if any(k < 1 or s < 1 or p < 0 or d < 1 for k, s, p, d in layers):
        raise ValueError("expected sizes of at least 1 and a padding of at least 0")
    jumps = [math.prod(s for _, s, _, _ in layers[:number]) for number in range(len(layers) + 1)]
    size = 1 + sum(d * (k - 1) * jump for (k, _, _, d), jump in zip(layers, jumps))
    start = -sum(p * jump for (_, _, p, _), jump in zip(layers, jumps))
    return size, jumps[-1], start + (size - 1) / 2
