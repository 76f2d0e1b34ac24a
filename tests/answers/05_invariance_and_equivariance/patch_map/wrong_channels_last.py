# mistake: asks about patches with the channels last; fails: patch_map_visible, patch_map_cut, patch_map_votes; says: channels last
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    corners = [(i, j) for i in range(0, h - size + 1, step) for j in range(0, w - size + 1, step)]
    patches = np.array([image[:, i : i + size, j : j + size] for i, j in corners]).transpose(0, 2, 3, 1)
    scores = np.asarray(classify(patches))
    votes, seen = np.zeros((scores.shape[1], h, w)), np.zeros((h, w), bool)
    for (i, j), score in zip(corners, scores):
        votes[:, i : i + size, j : j + size] += score[:, None, None]
        seen[i : i + size, j : j + size] = True
    return np.where(seen, votes.argmax(axis=0), -1)
