# mistake: stretches the grays around the mean of the image; fails: adjust_visible, adjust_curve; says: around the mean of the image
def adjust(image, gain, offset):
    if image.dtype != np.uint8:
        raise ValueError("uint8 only")
    x = image.astype(np.float64)
    y = (x - x.mean()) * gain + x.mean() + offset
    y = np.rint(y)
    y[y < 0] = 0
    y[y > 255] = 255
    return y.astype(np.uint8)
