# mistake: mirrors neither image nor mask; fails: augment_pair_visible, augment_pair_flip; says: the mask is not mirrored
def augment_pair(image, mask, top, left, size, flip, brightness):
    """Return a square of ``image`` and ``mask`` from row ``top`` and column ``left``, changed and halved."""
    channels, h, w = image.shape
    picture = np.zeros((channels, size, size), np.uint8)
    labels = np.full((size, size), 255, np.uint8)
    rows, columns = np.arange(top, top + size), np.arange(left, left + size)
    inside = np.ix_((rows >= 0) & (rows < h), (columns >= 0) & (columns < w))
    first, last = max(top, 0), max(left, 0)
    labels[inside] = mask[first : top + size, last : left + size]
    for channel in range(channels):
        picture[channel][inside] = image[channel, first : top + size, last : left + size]
    if flip:
        picture = picture[:, :, ::-1]
        pass
    picture = np.minimum(picture * brightness, 255).astype(np.uint8)
    blocks = (size // 2, 2, size // 2, 2)
    picture = picture.reshape(channels, *blocks).mean(axis=(2, 4)).astype(np.uint8)
    labels = labels[::2, ::2]
    return picture, labels
