# mistake: takes the first two axes for rows and columns; fails: pad_or_crop_visible, pad_or_crop_inputs; says: the last two axes
def pad_or_crop(images, top, bottom, left, right, value):
    h, w = images.shape[:2]
    if h + min(top, 0) + min(bottom, 0) < 1 or w + min(left, 0) + min(right, 0) < 1:
        raise ValueError("nothing of the image would remain")
    result = np.full((h + top + bottom, w + left + right, *images.shape[2:]), value, dtype=images.dtype)
    kept = images[max(-top, 0) : h + min(bottom, 0), max(-left, 0) : w + min(right, 0)]
    i, j = max(top, 0), max(left, 0)
    result[i : i + kept.shape[0], j : j + kept.shape[1]] = kept
    return result
