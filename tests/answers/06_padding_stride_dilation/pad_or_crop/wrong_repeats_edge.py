# mistake: repeats the edge of the image instead of the value; fails: pad_or_crop_visible, pad_or_crop_pad, pad_or_crop_crop; says: edge
def pad_or_crop(images, top, bottom, left, right, value):
    h, w = images.shape[-2:]
    if h + min(top, 0) + min(bottom, 0) < 1 or w + min(left, 0) + min(right, 0) < 1:
        raise ValueError("nothing of the image would remain")
    kept = images[..., max(-top, 0) : h + min(bottom, 0), max(-left, 0) : w + min(right, 0)]
    widths = [(0, 0)] * (images.ndim - 2) + [(max(top, 0), max(bottom, 0)), (max(left, 0), max(right, 0))]
    return np.pad(kept, widths, mode="edge")
