# mistake: takes enlarging for another stride; fails: smallest_shift_visible, smallest_shift_up; says: moves further
def smallest_shift(layers):
    shift = 1
    for layer in layers:
        if layer[0] in ("conv", "pool"):
            shift *= layer[2]
        elif layer[0] == "up":
            shift *= layer[1]
        else:
            raise ValueError("unknown layer")
    return shift, 1
