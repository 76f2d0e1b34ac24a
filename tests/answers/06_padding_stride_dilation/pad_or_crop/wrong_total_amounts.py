# mistake: adds the amounts of both sides to each side (total taken for per side); fails: pad_or_crop_visible, pad_or_crop_pad, pad_or_crop_crop, pad_or_crop_inputs; says: shape (4, 9)
def pad_or_crop(images, top, bottom, left, right, value):
    h, w = images.shape[-2:]
    if h + top + bottom < 1 or w + left + right < 1:
        raise ValueError("nothing of the image would remain")
    vertical, horizontal = top + bottom, left + right
    result = np.full((*images.shape[:-2], h + 2 * vertical, w + 2 * horizontal), value, dtype=images.dtype)
    result[..., vertical : vertical + h, horizontal : horizontal + w] = images
    return result
