def match_map(image, pattern):
    H, W = image.shape
    KH, KW = pattern.shape
    rows, columns = H - KH + 1, W - KW + 1
    if rows < 1 or columns < 1:
        raise ValueError("the pattern is larger than the image")
    score = np.zeros((rows, columns))
    for (u, v), value in np.ndenumerate(np.asarray(pattern, dtype=np.float64) - np.mean(pattern)):
        score += value * image[u : u + rows, v : v + columns]
    return score
