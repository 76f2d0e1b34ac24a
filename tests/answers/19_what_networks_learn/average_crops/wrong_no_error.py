# mistake: takes what there is when the crop is too large; fails: average_crops_inputs
def average_crops(classify, images, size):
    down, right = max(images.shape[2] - size, 0), max(images.shape[3] - size, 0)
    total = 0.0
    for r, q in [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]:
        crop = images[:, :, r : r + size, q : q + size]
        for s in (classify(crop), classify(crop[..., ::-1])):
            e = np.exp(s - s.max(axis=1, keepdims=True))
            total = total + e / e.sum(axis=1, keepdims=True)
    return total / 10
