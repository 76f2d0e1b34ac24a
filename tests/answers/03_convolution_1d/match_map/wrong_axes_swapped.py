# mistake: takes height for width in the shape of the pattern; fails: match_map_visible, match_map_values, match_map_edges; says: shape
def match_map(image, pattern):
    (h, w), (kh, kw) = image.shape, pattern.shape
    if kh > h or kw > w:
        raise ValueError("the pattern does not fit")
    kw, kh = pattern.shape
    centered = (pattern - pattern.mean()).T
    score = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            score[i, j] = np.sum(centered * image[i : i + kh, j : j + kw])
    return score
