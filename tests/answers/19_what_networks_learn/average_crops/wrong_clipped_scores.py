# mistake: cuts the scores at 500, where very different ones become equal; fails: average_crops_extreme
def average_crops(classify, images, size):
    down, right = images.shape[2] - size, images.shape[3] - size
    if down < 0 or right < 0:
        raise ValueError("too large")
    total = 0.0
    for r, q in [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]:
        crop = images[:, :, r : r + size, q : q + size]
        for s in (classify(crop), classify(crop[..., ::-1])):
            e = np.exp(np.clip(s, -500, 500))
            total = total + e / e.sum(axis=1, keepdims=True)
    return total / 10
