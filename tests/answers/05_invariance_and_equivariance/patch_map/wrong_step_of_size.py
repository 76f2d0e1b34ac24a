# mistake: lets the patches lie side by side, whatever the step; fails: patch_map_visible, patch_map_cut, patch_map_votes, patch_map_gaps; says: each begins a step after
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    result = np.full((h, w), -1)
    for i in range(0, h - size + 1, size):
        for j in range(0, w - size + 1, size):
            score = classify(image[None, :, i : i + size, j : j + size])[0]
            result[i : i + size, j : j + size] = np.argmax(score)
    return result
