# mistake: multiplies the strides and ignores what is enlarged between them; fails: smallest_shift_visible, smallest_shift_up; says: this works, but
def smallest_shift(layers):
    shift = 1
    up = 1
    for layer in layers:
        if layer[0] in ("conv", "pool"):
            shift *= layer[2]
        elif layer[0] == "up":
            up *= layer[1]
        else:
            raise ValueError("unknown layer")
    return shift, up
