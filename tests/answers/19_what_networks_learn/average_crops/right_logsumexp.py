def average_crops(classify, images, size: int):
    n, c, h, w = images.shape
    if size > h or size > w:
        raise ValueError("the crop does not fit")
    starts = [(0, 0), (0, w - size), (h - size, 0), (h - size, w - size), ((h - size) // 2, (w - size) // 2)]
    total = 0.0
    for r, q in starts:
        for look in (images, images[:, :, :, ::-1]):
            left = q if look is images else w - q - size
            s = np.asarray(classify(look[:, :, r : r + size, left : left + size]), float)
            total = total + np.exp(s - np.logaddexp.reduce(s, axis=1)[:, None])
    return total / 10
