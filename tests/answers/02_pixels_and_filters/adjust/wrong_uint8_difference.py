# mistake: subtracts 128 while the pixels are still uint8; fails: adjust_visible, adjust_curve, adjust_ends, adjust_inputs; says: as long as it is computed in uint8
def adjust(image, gain, offset):
    if image.dtype != np.uint8:
        raise ValueError("uint8 only")
    x = image
    y = (x - 128).astype(float) * gain + 128 + offset
    y = np.rint(y)
    y[y < 0] = 0
    y[y > 255] = 255
    return y.astype(np.uint8)
