# mistake: asks about all crops at once and takes the answers apart in the wrong order; fails: average_crops_visible, average_crops_mean; says: answers of different images
def average_crops(classify, images, size):
    down, right = images.shape[2] - size, images.shape[3] - size
    if down < 0 or right < 0:
        raise ValueError("too large")
    looks = []
    for r, q in [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]:
        crop = images[:, :, r : r + size, q : q + size]
        looks += [crop, crop[..., ::-1]]
    s = classify(np.concatenate(looks))
    e = np.exp(s - s.max(axis=1, keepdims=True))
    e = e / e.sum(axis=1, keepdims=True)
    return e.reshape(len(images), 10, -1).mean(axis=1)
