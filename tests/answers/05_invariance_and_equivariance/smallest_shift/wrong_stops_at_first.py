# mistake: searches a shift only up to the largest stride, else gives up; fails: smallest_shift_visible, smallest_shift_strides, smallest_shift_up; says: every stride counts
def smallest_shift(layers):
    most = 1
    for layer in layers:
        if layer[0] not in ("conv", "pool", "up"):
            raise ValueError("unknown layer")
        most = max(most, layer[-1] if layer[0] != "up" else 1)
    for shift in range(1, most + 1):
        moves = shift
        for layer in layers:
            if layer[0] == "up":
                moves *= layer[1]
            elif moves % layer[2]:
                break
            else:
                moves //= layer[2]
        else:
            return shift, moves
    return most, 1
