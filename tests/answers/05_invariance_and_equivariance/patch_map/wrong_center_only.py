# mistake: the book's map: only the pixel in the middle of a patch gets its class; fails: patch_map_visible, patch_map_votes, patch_map_gaps; says: votes for all its pixels
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    result = np.full((h, w), -1)
    for i in range(0, h - size + 1, step):
        for j in range(0, w - size + 1, step):
            score = classify(image[None, :, i : i + size, j : j + size])[0]
            result[i + size // 2, j + size // 2] = np.argmax(score)
    return result
