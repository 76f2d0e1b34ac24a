# mistake: counts votes for classes instead of adding scores; fails: patch_map_visible, patch_map_votes; says: scores that are added
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    votes, seen = None, np.zeros((h, w), bool)
    for i in range(0, h - size + 1, step):
        for j in range(0, w - size + 1, step):
            score = np.asarray(classify(image[None, :, i : i + size, j : j + size])[0])
            votes = np.zeros((len(score), h, w)) if votes is None else votes
            votes[np.argmax(score), i : i + size, j : j + size] += 1
            seen[i : i + size, j : j + size] = True
    return np.where(seen, votes.argmax(axis=0), -1)
