# mistake: counts a bias for each table that a unit reads; fails: layer_costs_visible, layer_costs_biases; says: however many tables
def layer_costs(shape, layers):
    c, h, w = shape
    flat = None
    result = []
    for layer in layers:
        kind = layer[0]
        if kind == "full":
            units = layer[1]
            n = c * h * w if flat is None else flat
            result.append((n * units, units, n * units))
            flat = units
        elif kind in ("local", "shared"):
            if flat is not None:
                raise ValueError("a window needs a picture")
            maps, (kh, kw) = layer[1], layer[2]
            if kh > h or kw > w:
                raise ValueError("window too large")
            oh, ow = h - kh + 1, w - kw + 1
            con = oh * ow * maps * kh * kw * c
            if kind == "local":
                result.append((con, oh * ow * maps * c, con))
            else:
                result.append((maps * kh * kw * c, maps * c, con))
            c, h, w = maps, oh, ow
        else:
            raise ValueError("unknown kind")
    return result
