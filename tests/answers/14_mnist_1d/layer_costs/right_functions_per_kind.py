def positions(samples, size, step, zeros=0):
    count = len(range(0, samples + 2 * zeros - size + 1, step))
    if not count:
        raise ValueError(f"{size} taps do not fit into {samples} samples")
    return count


def layer_costs(layers: list, length: int, channels: int, batch_size: int = 1) -> list:
    """Keep the shape of the signal, and the number of features once it is flat."""
    ledger: list = []
    features = None
    for layer in layers:
        if layer[0] == "conv":
            _, out, size, step, zeros = layer
            length = positions(length, size, step, zeros)
            ledger.append((out * (channels * size + 1), out * channels * size * length * batch_size))
            channels = out
        elif layer[0] == "pool":
            length = positions(length, layer[1], layer[2])
            ledger.append((0, 0))
        else:
            features = features or length * channels
            ledger.append((layer[1] * (features + 1), layer[1] * features * batch_size))
            features = layer[1]
    return ledger
