# mistake: counts the last pixel once more, as for whole pixel indices; fails: box_overlap_visible, box_overlap_values, box_overlap_apart, box_overlap_degenerate; says: one pixel more
def box_overlap(boxes_a, boxes_b):
    a, b = boxes_a.astype(float), boxes_b.astype(float)
    if (a[:, 2:] < 0).any() or (b[:, 2:] < 0).any():
        raise ValueError("negative size")
    a1, a2 = a[:, :2] - a[:, 2:] / 2, a[:, :2] + a[:, 2:] / 2
    b1, b2 = b[:, :2] - b[:, 2:] / 2, b[:, :2] + b[:, 2:] / 2
    sides = np.minimum(a2[:, None], b2) - np.maximum(a1[:, None], b1) + 1
    shared = np.prod(np.maximum(sides, 0), axis=2)
    union = ((a[:, 2] + 1) * (a[:, 3] + 1))[:, None] + (b[:, 2] + 1) * (b[:, 3] + 1) - shared
    return shared / np.where(union > 0, union, 1)
