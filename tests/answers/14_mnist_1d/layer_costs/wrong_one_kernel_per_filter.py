# mistake: forgets the input channels of a convolution; fails: layer_costs_visible, layer_costs_convs; says: a kernel for every input channel
def layer_costs(layers, length, channels, batch_size):
    costs = []
    for kind, *numbers in layers:
        if kind == "conv":
            out, k, s, p = numbers
            length = (length + 2 * p - k) // s + 1
            if length < 1:
                raise ValueError("does not fit")
            costs.append((out * (k + 1), batch_size * length * out * k))
            channels = out
        elif kind == "pool":
            length = (length - numbers[0]) // numbers[1] + 1
            if length < 1:
                raise ValueError("does not fit")
            costs.append((0, 0))
        else:
            n = length * channels
            costs.append(((n + 1) * numbers[0], batch_size * n * numbers[0]))
            length, channels = 1, numbers[0]
    return costs
