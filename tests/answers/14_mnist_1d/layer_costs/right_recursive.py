def layer_costs(layers, length, channels, batch_size):
    if not layers:
        return []
    (kind, *rest), *others = layers
    if kind == "linear":
        width = rest[0]
        own = (length * channels * width + width, length * channels * width * batch_size)
        return [own, *layer_costs(others, 1, width, batch_size)]
    zeros = rest.pop() if kind == "conv" else 0
    *out, size, step = rest
    spare = length + 2 * zeros - size
    if spare < 0:
        raise ValueError("a window is wider than its input")
    after = 1 + spare // step
    if kind == "pool":
        return [(0, 0), *layer_costs(others, after, channels, batch_size)]
    weights = out[0] * channels * size
    return [(weights + out[0], weights * after * batch_size), *layer_costs(others, after, out[0], batch_size)]
