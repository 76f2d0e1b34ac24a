import numpy as np


def layer_costs(layers, length, channels, batch_size):
    """Write down for each sample of a layer's output which inputs it reads, and count."""
    result = []
    for layer in layers:
        match layer:
            case ("linear", out):
                reads = np.ones((1, length), int)
            case ("conv", out, size, step, zeros):
                reads = np.ones((max(0, (length + 2 * zeros - size + step) // step), size), int)
            case ("pool", size, step):
                out, reads = channels, np.zeros((max(0, (length - size + step) // step), size), int)
        if reads.shape[0] < 1:
            raise ValueError(f"{layer} does not fit")
        products = int(reads.sum()) * channels * out
        learned = int(reads[0].sum()) * channels * out
        result += [(learned + (out if learned else 0), products * batch_size)]
        length, channels = reads.shape[0], out
    return result
