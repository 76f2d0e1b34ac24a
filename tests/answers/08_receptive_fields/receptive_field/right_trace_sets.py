def trace(layers, output):
    first = last = output
    for k, s, p, d in reversed(layers):
        first, last = first * s - p, last * s - p + d * (k - 1)
    return first, last


def receptive_field(layers: list):
    for numbers in layers:
        k, s, p, d = numbers
        if k < 1 or s < 1 or p < 0 or d < 1:
            raise ValueError(f"no such layer: {numbers}")
    first, last = trace(layers, 0)
    return last - first + 1, trace(layers, 1)[0] - first, (first + last) / 2
