def first_layer(shape, kind, count, window=None):
    if kind == "full":
        reads = shape[0] * (shape[1] * shape[2] if shape[1:] else 1)
        return (reads * count, count, reads * count), (count,)
    if kind != "local" and kind != "shared":
        raise ValueError("unknown kind")
    if len(shape) < 3:
        raise ValueError("a list has no windows")
    rows, columns = shape[1] - window[0] + 1, shape[2] - window[1] + 1
    if min(rows, columns) <= 0:
        raise ValueError("no place for the window")
    kernel = shape[0] * window[0] * window[1]
    stored = count if kind == "shared" else count * rows * columns
    return (stored * kernel, stored, count * rows * columns * kernel), (count, rows, columns)


def layer_costs(shape, layers):
    if not layers:
        return []
    cost, rest = first_layer(shape, *layers[0])
    return [cost, *layer_costs(rest, layers[1:])]
