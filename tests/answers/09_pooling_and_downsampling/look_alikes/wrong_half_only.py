# mistake: knows strides of 2 only; fails: look_alikes_visible, look_alikes_strides; says: m waves more
def look_alikes(waves, pixels, stride):
    if pixels % stride:
        raise ValueError("the stride does not divide the row")
    if stride == 1:
        return [waves]
    return sorted({waves, pixels // 2 - waves})
