# mistake: crops the mirror image, where the middle begins elsewhere; fails: average_crops_visible, average_crops_crops; says: mirror the crop instead
def average_crops(classify, images, size):
    down, right = images.shape[2] - size, images.shape[3] - size
    if down < 0 or right < 0:
        raise ValueError("too large")
    looks = []
    for picture in (images, images[..., ::-1]):
        for r, q in [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]:
            s = classify(picture[:, :, r : r + size, q : q + size])
            e = np.exp(s - s.max(axis=1, keepdims=True))
            looks.append(e / e.sum(axis=1, keepdims=True))
    return np.mean(looks, axis=0)
