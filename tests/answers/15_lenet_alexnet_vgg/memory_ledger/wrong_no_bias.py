# mistake: forgets the biases; fails: memory_ledger_visible, memory_ledger_convs, memory_ledger_linear; says: the biases are parameters, too
def memory_ledger(plan, image_shape, batch_size):
    shape, flat = tuple(image_shape), False
    n = shape[0] * shape[1] * shape[2]
    rows = [(shape, 0, n * batch_size * 4)]
    for entry in plan:
        if entry == "flatten":
            shape, flat = (n,), True
            rows.append((shape, 0, 0))
        elif flat:
            rows.append(((entry,), entry * n, entry * batch_size * 4))
            shape, n = (entry,), entry
        elif entry == "pool":
            shape = (shape[0], shape[1] // 2, shape[2] // 2)
            if min(shape) < 1:
                raise ValueError("nothing left")
            n = shape[0] * shape[1] * shape[2]
            rows.append((shape, 0, n * batch_size * 4))
        else:
            parameters = entry * (shape[0] * 9)
            shape = (entry, shape[1], shape[2])
            n = shape[0] * shape[1] * shape[2]
            rows.append((shape, parameters, n * batch_size * 4))
    return rows
