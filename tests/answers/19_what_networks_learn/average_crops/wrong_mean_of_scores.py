# mistake: averages the scores and takes the softmax of the mean; fails: average_crops_visible, average_crops_mean; says: mean of the scores
def average_crops(classify, images, size):
    down, right = images.shape[2] - size, images.shape[3] - size
    if down < 0 or right < 0:
        raise ValueError("too large")
    total = 0.0
    for r, q in [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]:
        crop = images[:, :, r : r + size, q : q + size]
        total = total + classify(crop) + classify(crop[..., ::-1])
    s = total / 10
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
