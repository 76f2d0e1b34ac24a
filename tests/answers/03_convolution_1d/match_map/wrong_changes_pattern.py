# mistake: subtracts the mean from the caller's pattern in place; fails: match_map_inputs
def match_map(image, pattern):
    (h, w), (kh, kw) = image.shape, pattern.shape
    if kh > h or kw > w:
        raise ValueError("the pattern does not fit")
    if pattern.dtype.kind == "f":
        pattern -= pattern.mean()
    else:
        pattern = pattern - pattern.mean()
    score = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            score[i, j] = np.sum(pattern * image[i : i + kh, j : j + kw])
    return score
