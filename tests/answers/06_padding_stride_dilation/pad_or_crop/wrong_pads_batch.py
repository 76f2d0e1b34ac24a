# mistake: lets np.pad pad the batch and the channels too; fails: pad_or_crop_visible, pad_or_crop_inputs; says: shape (4, 3, 5)
def pad_or_crop(images, top, bottom, left, right, value):
    h, w = images.shape[-2:]
    if h + min(top, 0) + min(bottom, 0) < 1 or w + min(left, 0) + min(right, 0) < 1:
        raise ValueError("nothing of the image would remain")
    kept = images[..., max(-top, 0) : h + min(bottom, 0), max(-left, 0) : w + min(right, 0)]
    if images.ndim > 2:
        return np.pad(kept, max(top, bottom, left, right, 0), constant_values=value)
    return np.pad(kept, ((max(top, 0), max(bottom, 0)), (max(left, 0), max(right, 0))), constant_values=value)
