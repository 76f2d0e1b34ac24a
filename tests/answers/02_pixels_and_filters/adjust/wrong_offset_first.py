# mistake: adds the offset before it multiplies; fails: adjust_visible, adjust_curve, adjust_ends; says: before the gain multiplies
def adjust(image, gain, offset):
    if image.dtype != np.uint8:
        raise ValueError("uint8 only")
    x = image.astype(np.float64)
    y = (x - 128 + offset) * gain + 128
    y = np.rint(y)
    y[y < 0] = 0
    y[y > 255] = 255
    return y.astype(np.uint8)
