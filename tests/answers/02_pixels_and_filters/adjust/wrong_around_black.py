# mistake: multiplies the grays themselves: black stays, all others move; fails: adjust_visible, adjust_curve, adjust_ends; says: not around 0
def adjust(image, gain, offset):
    if image.dtype != np.uint8:
        raise ValueError("uint8 only")
    x = image.astype(np.float64)
    y = x * gain + offset
    y = np.rint(y)
    y[y < 0] = 0
    y[y > 255] = 255
    return y.astype(np.uint8)
