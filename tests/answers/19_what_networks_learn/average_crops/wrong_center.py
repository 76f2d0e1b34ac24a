# mistake: lets the middle crop begin in the middle of the image; fails: average_crops_visible, average_crops_crops, average_crops_mean; says: in the middle
def average_crops(classify, images, size):
    h, w = images.shape[2:]
    down, right = h - size, w - size
    if down < 0 or right < 0:
        raise ValueError("too large")
    total = 0.0
    for r, q in [(0, 0), (0, right), (down, 0), (down, right), (min(h // 2, down), min(w // 2, right))]:
        crop = images[:, :, r : r + size, q : q + size]
        for s in (classify(crop), classify(crop[..., ::-1])):
            e = np.exp(s - s.max(axis=1, keepdims=True))
            total = total + e / e.sum(axis=1, keepdims=True)
    return total / 10
