# mistake: turns the image into floats before it cuts, and returns floats; fails: patch_map_cut, patch_map_inputs
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    image = image.astype(float)
    corners = [(i, j) for i in range(0, h - size + 1, step) for j in range(0, w - size + 1, step)]
    scores = np.asarray(classify(np.array([image[:, i : i + size, j : j + size] for i, j in corners])))
    votes, result = np.zeros((scores.shape[1], h, w)), np.full((h, w), -1.0)
    for (i, j), score in zip(corners, scores):
        votes[:, i : i + size, j : j + size] += score[:, None, None]
        result[i : i + size, j : j + size] = 0
    return np.where(result == 0, votes.argmax(axis=0), result)
