# mistake: lists a wave twice where it is its own mirror image; fails: look_alikes_visible, look_alikes_half, look_alikes_strides; says: twice
def look_alikes(waves, pixels, stride):
    if pixels % stride:
        raise ValueError("the stride does not divide the row")
    left, top = pixels // stride, pixels // 2
    found = [*range(waves % left, top + 1, left), *range(-waves % left, top + 1, left)]
    return sorted(found)
