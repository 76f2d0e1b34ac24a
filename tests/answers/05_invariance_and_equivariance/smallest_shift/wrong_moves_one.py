# mistake: always lets the output move by one place; fails: smallest_shift_visible, smallest_shift_up; says: the second number
def smallest_shift(layers):
    from math import gcd

    shift, moves = 1, 1
    for layer in layers:
        if layer[0] in ("conv", "pool"):
            times = layer[2] // gcd(moves, layer[2])
            shift, moves = shift * times, moves * times // layer[2]
        elif layer[0] == "up":
            moves *= layer[1]
        else:
            raise ValueError("unknown layer")
    return shift, 1
