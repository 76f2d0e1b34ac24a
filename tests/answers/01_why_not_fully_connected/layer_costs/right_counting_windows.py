def windows(h: int, w: int, kh: int, kw: int) -> int:
    return sum(1 for i in range(h) for j in range(w) if i + kh <= h and j + kw <= w)


def layer_costs(shape: tuple, layers: list, step: int = 1) -> list:
    tables, costs = list(shape), []
    for layer in layers:
        match layer:
            case ("full", units):
                products = int(np.prod(tables, dtype=object)) * units
                costs.append((products, units, products))
                tables = [units]
            case ("local" | "shared" as kind, maps, (kh, kw)):
                if len(tables) != 3:
                    raise ValueError("no picture comes in")
                places = windows(*tables[1:], kh, kw)
                if not places:
                    raise ValueError("the window is too large")
                reads = maps * tables[0] * kh * kw
                copies = {"local": places, "shared": 1}[kind]
                costs.append((copies * reads, copies * maps, places * reads))
                tables = [maps, tables[1] - kh + step, tables[2] - kw + step]
            case _:
                raise ValueError(f"unknown layer {layer}")
    return costs
