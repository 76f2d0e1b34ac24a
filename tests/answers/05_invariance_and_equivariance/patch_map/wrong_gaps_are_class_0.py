# mistake: gives class 0 to pixels without a patch; fails: patch_map_visible, patch_map_gaps; says: not class 0
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    corners = [(i, j) for i in range(0, h - size + 1, step) for j in range(0, w - size + 1, step)]
    scores = np.asarray(classify(np.array([image[:, i : i + size, j : j + size] for i, j in corners])))
    votes = np.zeros((scores.shape[1], h, w))
    for (i, j), score in zip(corners, scores):
        votes[:, i : i + size, j : j + size] += score[:, None, None]
    return votes.argmax(axis=0)
