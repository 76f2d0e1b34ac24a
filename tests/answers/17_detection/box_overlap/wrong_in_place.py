# mistake: turns the caller's boxes into corners; fails: box_overlap_apart, box_overlap_degenerate, box_overlap_inputs
def box_overlap(boxes_a, boxes_b):
    a, b = np.asarray(boxes_a, float), np.asarray(boxes_b, float)
    if (a[:, 2:] < 0).any() or (b[:, 2:] < 0).any():
        raise ValueError("negative size")
    areas = (a[:, 2] * a[:, 3])[:, None] + b[:, 2] * b[:, 3]
    for boxes in (a, b):
        boxes[:, :2] -= boxes[:, 2:] / 2
        boxes[:, 2:] += boxes[:, :2]
    shared = np.ones(areas.shape)
    for k in (0, 1):
        shared *= np.maximum(np.minimum(a[:, None, k + 2], b[:, k + 2]) - np.maximum(a[:, None, k], b[:, k]), 0)
    return shared / np.where(areas - shared > 0, areas - shared, 1)
