# mistake: returns a border around nothing, or nothing, instead of raising; fails: pad_or_crop_errors
def pad_or_crop(images, top, bottom, left, right, value):
    h, w = images.shape[-2:]
    result = np.full((*images.shape[:-2], max(h + top + bottom, 0), max(w + left + right, 0)), value, dtype=images.dtype)
    kept = images[..., max(-top, 0) : h + min(bottom, 0), max(-left, 0) : w + min(right, 0)]
    i, j = max(top, 0), max(left, 0)
    if kept.size:
        result[..., i : i + kept.shape[-2], j : j + kept.shape[-1]] = kept
    return result
