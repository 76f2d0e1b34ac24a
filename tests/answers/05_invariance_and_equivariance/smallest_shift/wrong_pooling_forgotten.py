# mistake: lets only convolutions have a stride; fails: smallest_shift_visible, smallest_shift_strides, smallest_shift_up; says: a pooling layer has a stride
def smallest_shift(layers):
    from math import gcd

    shift, moves = 1, 1
    for layer in layers:
        if layer[0] == "conv":
            times = layer[2] // gcd(moves, layer[2])
            shift, moves = shift * times, moves * times // layer[2]
        elif layer[0] == "up":
            moves *= layer[1]
        elif layer[0] != "pool":
            raise ValueError("unknown layer")
    return shift, moves
