# mistake: counts how often each class comes first; fails: average_crops_visible, average_crops_mean, average_crops_extreme, average_crops_inputs; says: votes
def average_crops(classify, images, size):
    down, right = images.shape[2] - size, images.shape[3] - size
    if down < 0 or right < 0:
        raise ValueError("too large")
    total = 0.0
    for r, q in [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]:
        crop = images[:, :, r : r + size, q : q + size]
        for s in (classify(crop), classify(crop[..., ::-1])):
            total = total + np.eye(s.shape[1])[s.argmax(axis=1)]
    return total / 10
