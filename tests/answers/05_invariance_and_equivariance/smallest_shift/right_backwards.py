def whole(number):
    return int(number)


def smallest_shift(layers, start=1):
    """From the last layer to the first: which shifts of its input does the rest of the network follow?"""
    from math import gcd

    needed, moves = start, start  # the rest follows multiples of `needed`, which it turns into `moves`
    for name, *numbers in reversed(layers):
        if name in ("conv", "pool"):
            needed *= numbers[1]
        elif name == "up":
            common = gcd(needed, numbers[0])
            needed, moves = needed // common, moves * (numbers[0] // common)
        else:
            raise ValueError(name)
    return whole(needed), whole(moves)
