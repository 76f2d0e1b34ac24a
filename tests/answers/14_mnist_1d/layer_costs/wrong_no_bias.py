# mistake: forgets the biases among the parameters; fails: layer_costs_visible, layer_costs_convs, layer_costs_linear; says: the biases are parameters, too
def layer_costs(layers, length, channels, batch_size):
    costs = []
    for kind, *numbers in layers:
        if kind == "conv":
            out, k, s, p = numbers
            length = (length + 2 * p - k) // s + 1
            if length < 1:
                raise ValueError("does not fit")
            costs.append((out * channels * k, batch_size * length * out * channels * k))
            channels = out
        elif kind == "pool":
            length = (length - numbers[0]) // numbers[1] + 1
            if length < 1:
                raise ValueError("does not fit")
            costs.append((0, 0))
        else:
            n = length * channels * numbers[0]
            costs.append((n, batch_size * n))
            length, channels = 1, numbers[0]
    return costs
