# mistake: the chapter's box_iou, which reads rows as corners; fails: box_overlap_visible, box_overlap_values, box_overlap_apart, box_overlap_inputs; says: rows are read as corners
def box_overlap(boxes_a, boxes_b):
    a, b = boxes_a.astype(float), boxes_b.astype(float)
    a1, a2 = a[:, :2], a[:, 2:]
    b1, b2 = b[:, :2], b[:, 2:]
    sides = np.minimum(a2[:, None], b2) - np.maximum(a1[:, None], b1)
    shared = np.prod(np.maximum(sides, 0), axis=2)
    union = np.prod(a2 - a1, axis=1)[:, None] + np.prod(b2 - b1, axis=1) - shared
    return shared / np.where(union > 0, union, 1)
