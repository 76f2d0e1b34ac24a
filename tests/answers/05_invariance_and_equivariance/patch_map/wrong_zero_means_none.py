# mistake: takes a sum of 0 for a pixel without patches; fails: patch_map_visible, patch_map_gaps; says: not the same as no patch
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    corners = [(i, j) for i in range(0, h - size + 1, step) for j in range(0, w - size + 1, step)]
    scores = np.asarray(classify(np.array([image[:, i : i + size, j : j + size] for i, j in corners])))
    votes = np.zeros((scores.shape[1], h, w))
    for (i, j), score in zip(corners, scores):
        votes[:, i : i + size, j : j + size] += score[:, None, None]
    return np.where(np.any(votes != 0, axis=0), votes.argmax(axis=0), -1)
