# mistake: takes the window as (width, height); fails: layer_costs_visible, layer_costs_weights, layer_costs_biases, layer_costs_connections, layer_costs_stack, layer_costs_errors; says: rows first
def layer_costs(shape, layers):
    c, h, w = shape
    picture = True
    costs = []
    for layer in layers:
        kind, count = layer[:2]
        if kind == "full":
            costs.append((c * h * w * count, count, c * h * w * count))
            c, h, w, picture = count, 1, 1, False
            continue
        if kind not in ("local", "shared") or not picture:
            raise ValueError("not a layer for this input")
        kw, kh = layer[2]
        if kh > h or kw > w:
            raise ValueError("the window does not fit")
        units = count * (h - kh + 1) * (w - kw + 1)
        reads = c * kh * kw
        if kind == "local":
            costs.append((units * reads, units, units * reads))
        else:
            costs.append((count * reads, count, units * reads))
        c, h, w = count, h - kh + 1, w - kw + 1
    return costs
