# mistake: lays the windows side by side; fails: layer_costs_visible, layer_costs_weights, layer_costs_biases, layer_costs_connections, layer_costs_stack; says: windows may overlap
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
            oh, ow = h // kh, w // kw
            con = oh * ow * maps * kh * kw * c
            if kind == "local":
                result.append((con, oh * ow * maps, con))
            else:
                result.append((maps * kh * kw * c, maps, con))
            c, h, w = maps, oh, ow
        else:
            raise ValueError("unknown kind")
    return result
