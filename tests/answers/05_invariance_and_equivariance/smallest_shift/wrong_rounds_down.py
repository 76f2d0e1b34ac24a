# mistake: lets a layer round the moved places down; fails: smallest_shift_visible, smallest_shift_strides, smallest_shift_up, smallest_shift_errors; says: half a place
def smallest_shift(layers):
    moves = 1
    for layer in layers:
        if layer[0] in ("conv", "pool"):
            moves = max(moves // layer[2], 1)
        elif layer[0] == "up":
            moves *= layer[1]
        else:
            raise ValueError("unknown layer")
    return 1, moves
