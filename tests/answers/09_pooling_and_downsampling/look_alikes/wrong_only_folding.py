# mistake: finds what folds back but not what is m more; fails: look_alikes_visible, look_alikes_strides; says: m waves more
def look_alikes(waves, pixels, stride):
    if pixels % stride:
        raise ValueError("the stride does not divide the row")
    left = pixels // stride
    return sorted({waves, abs(left - waves)} & set(range(pixels // 2 + 1)))
