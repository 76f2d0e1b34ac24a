def patch_map(classify, image, size: int, step: int = 1):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    sums = {}
    for top in range(0, h - size + 1, step):
        for left in range(0, w - size + 1, step):
            score = classify(image[None, :, top : top + size, left : left + size])[0]
            for y in range(top, top + size):
                for x in range(left, left + size):
                    sums[y, x] = sums.get((y, x), 0) + np.array(score, float)
    result = np.full((h, w), -1)
    for place, score in sums.items():
        result[place] = int(np.argmax(score))
    return result
