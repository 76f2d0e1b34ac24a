# mistake: a later patch overwrites the earlier ones; fails: patch_map_visible, patch_map_votes; says: overwrites the earlier
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    result = np.full((h, w), -1)
    for i in range(0, h - size + 1, step):
        for j in range(0, w - size + 1, step):
            score = classify(image[None, :, i : i + size, j : j + size])[0]
            result[i : i + size, j : j + size] = np.argmax(score)
    return result
