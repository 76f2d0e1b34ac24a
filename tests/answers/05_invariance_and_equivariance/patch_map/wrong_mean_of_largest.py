# mistake: the most confident patch decides; fails: patch_map_visible, patch_map_votes; says: the sum of scores
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    corners = [(i, j) for i in range(0, h - size + 1, step) for j in range(0, w - size + 1, step)]
    scores = np.asarray(classify(np.array([image[:, i : i + size, j : j + size] for i, j in corners])), float)
    votes = np.full((scores.shape[1], h, w), -np.inf)
    for (i, j), score in zip(corners, scores):
        part = votes[:, i : i + size, j : j + size]
        np.maximum(part, score[:, None, None], out=part)
    return np.where(np.isfinite(votes[0]), votes.argmax(axis=0), -1)
