# mistake: lets the larger class win a tie; fails: patch_map_visible, patch_map_votes, patch_map_inputs; says: the smaller class number wins
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    corners = [(i, j) for i in range(0, h - size + 1, step) for j in range(0, w - size + 1, step)]
    scores = np.asarray(classify(np.array([image[:, i : i + size, j : j + size] for i, j in corners])))
    votes, seen = np.zeros((scores.shape[1], h, w)), np.zeros((h, w), bool)
    for (i, j), score in zip(corners, scores):
        votes[:, i : i + size, j : j + size] += score[:, None, None]
        seen[i : i + size, j : j + size] = True
    return np.where(seen, len(votes) - 1 - votes[::-1].argmax(axis=0), -1)
