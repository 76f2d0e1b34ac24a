def edges(boxes):
    x, y, width, height = boxes.T.astype(float)
    if len(boxes) and min(width.min(), height.min()) < 0:
        raise ValueError("sizes must not be negative")
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2, width * height


def box_overlap(boxes_a, boxes_b):
    left, top, right, bottom, area = edges(boxes_b)
    rows = []
    for l, t, r, b, own in zip(*edges(boxes_a)):
        w = np.where(right < r, right, r) - np.where(left > l, left, l)
        h = np.where(bottom < b, bottom, b) - np.where(top > t, top, t)
        common = np.where((w > 0) & (h > 0), w * h, 0)
        rows.append(common / (own + area - common + 1e-300))
    return np.array(rows).reshape(len(boxes_a), len(boxes_b))
