# mistake: rounds the place of the middle crop up; fails: average_crops_visible, average_crops_crops, average_crops_mean; says: floor
def average_crops(classify, images, size):
    down, right = images.shape[2] - size, images.shape[3] - size
    if down < 0 or right < 0:
        raise ValueError("too large")
    total = 0.0
    for r, q in [(0, 0), (0, right), (down, 0), (down, right), (-(-down // 2), -(-right // 2))]:
        crop = images[:, :, r : r + size, q : q + size]
        for s in (classify(crop), classify(crop[..., ::-1])):
            e = np.exp(s - s.max(axis=1, keepdims=True))
            total = total + e / e.sum(axis=1, keepdims=True)
    return total / 10
