def layer_costs(shape, layers):
    costs = []
    for kind, count, *rest in layers:
        if kind == "full":
            reads = int(np.multiply.reduce(shape, dtype=np.int64))
            costs.append((count * reads, count, count * reads))
            shape = [count]
            continue
        if kind not in {"local", "shared"} or len(shape) != 3:
            raise ValueError("this layer cannot follow here")
        size = np.array(shape[1:]) - rest[0] + 1
        if (size < 1).any():
            raise ValueError("the window lies outside")
        every = np.zeros((count, *size, shape[0], *rest[0]), dtype=bool)
        stored = every if kind == "local" else every[:, :1, :1]
        costs.append((stored.size, stored[..., 0, 0, 0].size, every.size))
        shape = [count, *map(int, size)]
    return costs
