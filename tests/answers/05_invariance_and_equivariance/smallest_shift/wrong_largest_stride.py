# mistake: takes the least common multiple of the strides; fails: smallest_shift_visible, smallest_shift_strides, smallest_shift_up; says: needs a shift by 8
def smallest_shift(layers):
    from math import lcm

    shift, up = 1, 1
    for layer in layers:
        if layer[0] in ("conv", "pool"):
            shift = lcm(shift, layer[2])
        elif layer[0] == "up":
            up *= layer[1]
        else:
            raise ValueError("unknown layer")
    return shift, up
