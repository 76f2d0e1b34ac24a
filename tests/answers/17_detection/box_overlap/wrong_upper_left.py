# mistake: takes x, y for the upper left corner; fails: box_overlap_visible, box_overlap_values; says: x and y are the center of a box
def box_overlap(boxes_a, boxes_b):
    a, b = boxes_a.astype(float), boxes_b.astype(float)
    if (a[:, 2:] < 0).any() or (b[:, 2:] < 0).any():
        raise ValueError("negative size")
    a1, a2 = a[:, :2], a[:, :2] + a[:, 2:]
    b1, b2 = b[:, :2], b[:, :2] + b[:, 2:]
    sides = np.minimum(a2[:, None], b2) - np.maximum(a1[:, None], b1)
    shared = np.prod(np.maximum(sides, 0), axis=2)
    union = (a[:, 2] * a[:, 3])[:, None] + b[:, 2] * b[:, 3] - shared
    return shared / np.where(union > 0, union, 1)
