def pad_or_crop(images, top, bottom, left, right, value=0):
    h, w = images.shape[-2], images.shape[-1]
    r = np.arange(-top, h + bottom)
    c = np.arange(-left, w + right)
    if max(-top, 0) + max(-bottom, 0) >= h or max(-left, 0) + max(-right, 0) >= w:
        raise ValueError("nothing of the image would remain")
    inside = np.logical_and.outer((r >= 0) & (r < h), (c >= 0) & (c < w))
    picked = images[..., r.clip(0, h - 1)[:, None], c.clip(0, w - 1)]
    return np.where(inside, picked, np.asarray(value, images.dtype))
