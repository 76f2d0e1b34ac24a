# mistake: the book's map: one class for each patch, no class for each pixel; fails: patch_map_visible, patch_map_votes, patch_map_gaps; says: a class for each patch
def patch_map(classify, image, size, step):
    c, h, w = image.shape
    if size > h or size > w:
        raise ValueError("the patch does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(image, (c, size, size))[0, ::step, ::step]
    scores = np.asarray(classify(windows.reshape(-1, c, size, size)))
    return scores.argmax(axis=1).reshape(windows.shape[:2])
