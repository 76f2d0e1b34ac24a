# mistake: tries a hundred shifts and gives up; fails: smallest_shift_strides
def smallest_shift(layers):
    shift = 0
    while shift < 100:
        shift += 1
        moves = shift
        ok = True
        for layer in layers:
            if layer[0] in ("conv", "pool"):
                if moves % layer[2]:
                    ok = False
                    break
                moves //= layer[2]
            elif layer[0] == "up":
                moves *= layer[1]
            else:
                raise ValueError("unknown layer")
        if ok:
            return shift, moves
