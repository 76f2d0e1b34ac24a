# mistake: clips only after whole numbers of 16 bits have wrapped; fails: adjust_ends
def adjust(image, gain, offset):
    if image.dtype != np.uint8:
        raise ValueError("image must be uint8")
    y = gain * (image.astype(np.int16) - 128) + 128 + offset
    return np.clip(np.rint(y).astype(np.int16), 0, 255).astype(np.uint8)
