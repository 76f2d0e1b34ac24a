import math


def explain_count(count, in_channels, out_channels, kernel_size):
    def parameters(groups, bias):
        shape = (out_channels, in_channels // groups, *kernel_size)
        return math.prod(shape) + (out_channels if bias else 0)

    common = math.gcd(in_channels, out_channels)
    layers = [(g, b) for g in range(1, common + 1) if common % g == 0 for b in (False, True)]
    return [layer for layer in layers if parameters(*layer) == count]
