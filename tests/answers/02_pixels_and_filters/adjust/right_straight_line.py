def adjust(image, gain, offset):
    if not np.issubdtype(image.dtype, np.uint8):
        raise ValueError(f"{image.dtype} is not uint8")
    start = 128 * (1 - gain) + offset
    line = np.interp(image, [0, 255], [start, start + 255 * gain])
    return np.minimum(np.maximum(line, 0) + 0.5, 255.5).astype(np.uint8)
