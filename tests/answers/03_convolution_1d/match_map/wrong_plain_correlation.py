# mistake: the correlation of the book pasted in, the mean is not subtracted; fails: match_map_visible, match_map_values, match_map_edges, match_map_inputs; says: mean of the pattern is not subtracted
def match_map(image, pattern):
    (h, w), (kh, kw) = image.shape, pattern.shape
    if kh > h or kw > w:
        raise ValueError("the pattern does not fit")
    score = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            score[i, j] = np.sum(pattern * image[i : i + kh, j : j + kw])
    return score
