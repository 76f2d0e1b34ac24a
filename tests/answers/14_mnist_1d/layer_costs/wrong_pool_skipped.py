# mistake: gives no entry for a pooling layer; fails: layer_costs_visible, layer_costs_pool, layer_costs_errors; says: one tuple for each layer, pooling included
def layer_costs(layers, length, channels, batch_size):
    costs = []
    for kind, *numbers in layers:
        if kind == "conv":
            out, k, s, p = numbers
            length = (length + 2 * p - k) // s + 1
            if length < 1:
                raise ValueError("does not fit")
            costs.append((out * (channels * k + 1), batch_size * length * out * channels * k))
            channels = out
        elif kind == "pool":
            length = (length - numbers[0]) // numbers[1] + 1
            if length < 1:
                raise ValueError("does not fit")
        else:
            n = length * channels
            costs.append(((n + 1) * numbers[0], batch_size * n * numbers[0]))
            length, channels = 1, numbers[0]
    return costs
