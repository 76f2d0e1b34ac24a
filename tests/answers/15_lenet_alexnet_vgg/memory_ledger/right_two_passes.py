import math


def maps_of(plan, image_shape):
    """Yield the shape of the input and of each output."""
    shape = image_shape
    yield tuple(shape)
    for entry in plan:
        match entry, *shape:
            case "pool", maps, h, w:
                if h < 2 or w < 2:
                    raise ValueError(f"cannot pool {h} × {w}")
                shape = (maps, h // 2, w // 2)
            case "flatten", *sides:
                shape = (math.prod(sides),)
            case maps, _, *sides:
                shape = (maps, *sides)
        yield shape


def memory_ledger(plan: list, image_shape: tuple, batch_size: int = 1) -> list:
    shapes = list(maps_of(plan, image_shape))
    rows: list = [(shapes[0], 0, 4 * batch_size * math.prod(shapes[0]))]
    for entry, before, after in zip(plan, shapes, shapes[1:]):
        learned = 0
        if not isinstance(entry, str):
            learned = entry + entry * before[0] * (9 if len(after) > 1 else 1)
        kept = 0 if entry == "flatten" else 4 * batch_size * math.prod(after)
        rows.append((after, learned, kept))
    return rows
