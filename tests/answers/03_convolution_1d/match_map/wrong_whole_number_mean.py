# mistake: subtracts the mean in the dtype of the pattern: rounded down, and uint8 wraps; fails: match_map_visible, match_map_inputs; says: lost its fraction
def match_map(image, pattern):
    (h, w), (kh, kw) = image.shape, pattern.shape
    if kh > h or kw > w:
        raise ValueError("the pattern does not fit")
    centered = pattern - pattern.dtype.type(pattern.mean())
    score = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            score[i, j] = np.sum(centered * image[i : i + kh, j : j + kw])
    return score
