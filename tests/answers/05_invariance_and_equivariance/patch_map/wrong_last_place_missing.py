# mistake: the loops stop one place before the last patch; fails: patch_map_visible, patch_map_cut, patch_map_votes, patch_map_gaps, patch_map_inputs; says: where does the last patch begin
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    votes, seen = np.zeros((9, h, w)), np.zeros((h, w), bool)
    k = 9
    for i in range(0, max(h - size, 1), step):
        for j in range(0, max(w - size, 1), step):
            score = np.asarray(classify(image[None, :, i : i + size, j : j + size])[0])
            k = len(score)
            votes[:k, i : i + size, j : j + size] += score[:, None, None]
            seen[i : i + size, j : j + size] = True
    return np.where(seen, votes[:k].argmax(axis=0), -1)
