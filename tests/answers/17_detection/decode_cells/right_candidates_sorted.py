import math


def squash(t: float) -> float:
    return (math.tanh(t / 2) + 1) / 2


def decode_cells(cells: np.ndarray, anchors: list, cell_size: int, threshold: float = 0.5) -> tuple:
    """Anchor by anchor, then sorted into the order of the cells."""
    if len(cells) / 5 != len(anchors):
        raise ValueError("the channels do not fit the anchors")
    height, width = cells.shape[1] * cell_size, cells.shape[2] * cell_size
    found = []
    for k, (pw, ph) in enumerate(anchors):
        for (i, j), t in np.ndenumerate(cells[5 * k + 4]):
            if squash(t) >= threshold:
                x, y = (j + squash(cells[5 * k, i, j])) * cell_size, (i + squash(cells[5 * k + 1, i, j])) * cell_size
                w, h = pw * math.exp(cells[5 * k + 2, i, j]), ph * math.exp(cells[5 * k + 3, i, j])
                box = max(x - w / 2, 0), max(y - h / 2, 0), min(x + w / 2, width), min(y + h / 2, height)
                found.append((i, j, k, box, squash(t)))
    found.sort(key=lambda entry: entry[:3])
    return np.array([entry[3] for entry in found]).reshape(len(found), 4), np.array([entry[4] for entry in found])
