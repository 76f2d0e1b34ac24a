# mistake: lets the linear layer read one number for each channel; fails: layer_costs_visible, layer_costs_linear, layer_costs_pool; says: 15 · 4 numbers
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
            costs.append((0, 0))
        else:
            n = channels
            costs.append(((n + 1) * numbers[0], batch_size * n * numbers[0]))
            channels = numbers[0]
    return costs
