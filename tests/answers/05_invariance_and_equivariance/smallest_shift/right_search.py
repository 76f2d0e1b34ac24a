def smallest_shift(layers: list) -> tuple:
    for layer in layers:
        if layer[0] not in ("conv", "pool", "up"):
            raise ValueError(f"unknown layer {layer[0]}")
    shift = 0
    while True:
        shift += 1
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
