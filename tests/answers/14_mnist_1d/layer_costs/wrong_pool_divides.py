# mistake: divides the length by the pooling stride, which ignores the window; fails: layer_costs_pool
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
            if numbers[0] > length:
                raise ValueError("does not fit")
            length = length // numbers[1]
            costs.append((0, 0))
        else:
            n = length * channels
            costs.append(((n + 1) * numbers[0], batch_size * n * numbers[0]))
            length, channels = 1, numbers[0]
    return costs
