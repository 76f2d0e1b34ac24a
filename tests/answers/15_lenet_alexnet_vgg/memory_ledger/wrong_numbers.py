# mistake: counts numbers, not bytes; fails: memory_ledger_visible, memory_ledger_bytes; says: these are numbers
def memory_ledger(plan, image_shape, batch_size):
    shape, flat = tuple(image_shape), False
    n = shape[0] * shape[1] * shape[2]
    rows = [(shape, 0, n * batch_size)]
    for entry in plan:
        if entry == "flatten":
            shape, flat = (n,), True
            rows.append((shape, 0, 0))
        elif flat:
            rows.append(((entry,), entry * (n + 1), entry * batch_size))
            shape, n = (entry,), entry
        elif entry == "pool":
            shape = (shape[0], shape[1] // 2, shape[2] // 2)
            if min(shape) < 1:
                raise ValueError("nothing left")
            n = shape[0] * shape[1] * shape[2]
            rows.append((shape, 0, n * batch_size))
        else:
            parameters = entry * (shape[0] * 9 + 1)
            shape = (entry, shape[1], shape[2])
            n = shape[0] * shape[1] * shape[2]
            rows.append((shape, parameters, n * batch_size))
    return rows
