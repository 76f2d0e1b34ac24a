# mistake: mirrors up and down instead of left and right; fails: average_crops_visible, average_crops_crops, average_crops_mean; says: upside down
def average_crops(classify, images, size):
    down, right = images.shape[2] - size, images.shape[3] - size
    if down < 0 or right < 0:
        raise ValueError("too large")
    total = 0.0
    for r, q in [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]:
        for crop in (images[:, :, r : r + size, q : q + size], images[:, :, r : r + size, q : q + size][:, :, ::-1]):
            s = classify(crop)
            e = np.exp(s - s.max(axis=1, keepdims=True))
            total = total + e / e.sum(axis=1, keepdims=True)
    return total / 10
