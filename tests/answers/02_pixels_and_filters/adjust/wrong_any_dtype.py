# mistake: takes an image of any dtype for one of eight bits; fails: adjust_errors
def adjust(image, gain, offset):
    x = image.astype(np.float64)
    y = (x - 128) * gain + 128 + offset
    y = np.rint(y)
    y[y < 0] = 0
    y[y > 255] = 255
    return y.astype(np.uint8)
