# mistake: the loops stop one place early; fails: match_map_visible, match_map_values, match_map_edges, match_map_inputs; says: shape (2, 1)
def match_map(image, pattern):
    (h, w), (kh, kw) = image.shape, pattern.shape
    if kh > h or kw > w:
        raise ValueError("the pattern does not fit")
    centered = pattern - pattern.mean()
    score = np.zeros((h - kh + 1, w - kw))
    for i in range(h - kh):
        for j in range(w - kw):
            score[i, j] = np.sum(centered * image[i : i + kh, j : j + kw])
    return score
