def adjust(image, gain, offset):
    if image.dtype.kind != "u" or image.dtype.itemsize != 1:
        raise ValueError("expected eight bits")
    result = []
    for x in image.ravel().tolist():
        y = round(gain * (x - 128) + 128 + offset)
        result.append(0 if y < 0 else 255 if y > 255 else y)
    return np.array(result, dtype=np.uint8).reshape(image.shape)
