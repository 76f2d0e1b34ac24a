# mistake: looks only at the ratio of the last resolution to the first; fails: smallest_shift_visible, smallest_shift_up; says: half a place
def smallest_shift(layers):
    from math import gcd

    down, up = 1, 1
    for layer in layers:
        if layer[0] in ("conv", "pool"):
            down *= layer[2]
        elif layer[0] == "up":
            up *= layer[1]
        else:
            raise ValueError("unknown layer")
    common = gcd(down, up)
    return down // common, up // common
