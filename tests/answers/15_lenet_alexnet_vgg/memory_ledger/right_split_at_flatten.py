def memory_ledger(plan, image_shape, batch_size):
    cut = plan.index("flatten")
    c, h, w = image_shape
    image = batch_size * 4
    rows = [((c, h, w), 0, image * c * h * w)]
    for entry in plan[:cut]:
        price = 0
        if entry == "pool":
            h, w = h >> 1, w >> 1
            if not h * w:
                raise ValueError("too small to pool")
        else:
            price, c = (c * 9 + 1) * entry, entry
        rows += [((c, h, w), price, image * c * h * w)]
    width = c * h * w
    rows += [((width,), 0, 0)]
    for entry in plan[cut + 1 :]:
        rows += [((entry,), (width + 1) * entry, image * entry)]
        width = entry
    return rows
