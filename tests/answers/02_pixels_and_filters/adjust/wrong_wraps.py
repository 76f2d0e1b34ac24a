# mistake: converts to uint8 without clipping; fails: adjust_visible, adjust_ends; says: clip before you convert
def adjust(image, gain, offset):
    if image.dtype != np.uint8:
        raise ValueError("uint8 only")
    x = image.astype(np.float64)
    y = (x - 128) * gain + 128 + offset
    y = np.rint(y)
    return (y.astype(int) % 256).astype(np.uint8)
