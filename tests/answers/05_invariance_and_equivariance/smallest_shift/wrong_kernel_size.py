# mistake: takes the kernel size for the stride; fails: smallest_shift_visible, smallest_shift_strides, smallest_shift_up, smallest_shift_errors; says: kernel sizes
def smallest_shift(layers):
    from math import gcd

    shift, moves = 1, 1
    for layer in layers:
        if layer[0] in ("conv", "pool"):
            times = layer[1] // gcd(moves, layer[1])
            shift, moves = shift * times, moves * times // layer[1]
        elif layer[0] == "up":
            moves *= layer[1]
        else:
            raise ValueError("unknown layer")
    return shift, moves
