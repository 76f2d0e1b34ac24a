# mistake: compares cosines with ==; fails: look_alikes_visible, look_alikes_half, look_alikes_strides, look_alikes_errors; says: rounding
def look_alikes(waves, pixels, stride):
    if pixels % stride:
        raise ValueError("the stride does not divide the row")
    places = np.arange(0, pixels, stride)
    kept = np.cos(2 * np.pi * waves * places / pixels)
    return [
        w for w in range(pixels // 2 + 1) if np.array_equal(np.cos(2 * np.pi * w * places / pixels), kept)
    ]
