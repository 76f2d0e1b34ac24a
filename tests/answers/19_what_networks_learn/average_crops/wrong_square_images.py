# mistake: takes the height of the images for their width; fails: average_crops_visible, average_crops_crops, average_crops_mean; says: the height taken for the width
def average_crops(classify, images, size):
    down = images.shape[2] - size
    if down < 0 or images.shape[3] < size:
        raise ValueError("too large")
    right = min(down, images.shape[3] - size)
    total = 0.0
    for r, q in [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]:
        crop = images[:, :, r : r + size, q : q + size]
        for s in (classify(crop), classify(crop[..., ::-1])):
            e = np.exp(s - s.max(axis=1, keepdims=True))
            total = total + e / e.sum(axis=1, keepdims=True)
    return total / 10
