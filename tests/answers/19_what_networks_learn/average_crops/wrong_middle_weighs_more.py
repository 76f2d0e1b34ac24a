# mistake: averages the four corners first, and then with the middle; fails: average_crops_visible, average_crops_mean; says: weighs more
def average_crops(classify, images, size):
    down, right = images.shape[2] - size, images.shape[3] - size
    if down < 0 or right < 0:
        raise ValueError("too large")

    def looks(r, q):
        crop = images[:, :, r : r + size, q : q + size]
        both = []
        for s in (classify(crop), classify(crop[..., ::-1])):
            e = np.exp(s - s.max(axis=1, keepdims=True))
            both.append(e / e.sum(axis=1, keepdims=True))
        return np.mean(both, axis=0)

    corners = np.mean([looks(r, q) for r in (0, down) for q in (0, right)], axis=0)
    return (corners + looks(down // 2, right // 2)) / 2
