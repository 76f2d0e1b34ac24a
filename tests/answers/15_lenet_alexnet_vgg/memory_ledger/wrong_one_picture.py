# mistake: gives the memory of one picture; fails: memory_ledger_visible, memory_ledger_bytes; says: this is the memory of one picture, not of two
def memory_ledger(plan, image_shape, batch_size):
    shape, flat = tuple(image_shape), False
    n = shape[0] * shape[1] * shape[2]
    rows = [(shape, 0, n * 4)]
    for entry in plan:
        if entry == "flatten":
            shape, flat = (n,), True
            rows.append((shape, 0, 0))
        elif flat:
            rows.append(((entry,), entry * (n + 1), entry * 4))
            shape, n = (entry,), entry
        elif entry == "pool":
            shape = (shape[0], shape[1] // 2, shape[2] // 2)
            if min(shape) < 1:
                raise ValueError("nothing left")
            n = shape[0] * shape[1] * shape[2]
            rows.append((shape, 0, n * 4))
        else:
            parameters = entry * (shape[0] * 9 + 1)
            shape = (entry, shape[1], shape[2])
            n = shape[0] * shape[1] * shape[2]
            rows.append((shape, parameters, n * 4))
    return rows
