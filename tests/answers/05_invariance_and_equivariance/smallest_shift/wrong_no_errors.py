# mistake: passes over layers that it does not know; fails: smallest_shift_errors
def smallest_shift(layers):
    from math import gcd

    shift, moves = 1, 1
    for layer in layers:
        if layer[0] in ("conv", "pool"):
            times = layer[2] // gcd(moves, layer[2])
            shift, moves = shift * times, moves * times // layer[2]
        elif layer[0] == "up":
            moves *= layer[1]
    return shift, moves
