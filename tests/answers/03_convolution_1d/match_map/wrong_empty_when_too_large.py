# mistake: relies on NumPy to complain, but one row or column too much is just an empty map; fails: match_map_errors
def match_map(image, pattern):
    (h, w), (kh, kw) = image.shape, pattern.shape
    centered = pattern - pattern.mean()
    score = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            score[i, j] = np.sum(centered * image[i : i + kh, j : j + kw])
    return score
