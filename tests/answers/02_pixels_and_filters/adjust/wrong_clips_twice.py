# mistake: clips after the gain and again after the offset; fails: adjust_visible, adjust_curve, adjust_ends; says: clipped twice
def adjust(image, gain, offset):
    if image.dtype != np.uint8:
        raise ValueError("uint8 only")
    x = image.astype(np.float64)
    y = np.clip((x - 128) * gain + 128, 0, 255) + offset
    y = np.rint(y)
    y[y < 0] = 0
    y[y > 255] = 255
    return y.astype(np.uint8)
