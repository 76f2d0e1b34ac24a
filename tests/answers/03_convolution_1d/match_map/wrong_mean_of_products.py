# mistake: takes the mean of the products instead of their sum; fails: match_map_visible, match_map_values, match_map_edges, match_map_inputs; says: mean of products
def match_map(image, pattern):
    (h, w), (kh, kw) = image.shape, pattern.shape
    if kh > h or kw > w:
        raise ValueError("the pattern does not fit")
    centered = pattern - pattern.mean()
    score = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            score[i, j] = np.mean(centered * image[i : i + kh, j : j + kw])
    return score
