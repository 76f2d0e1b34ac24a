# mistake: forgets that waves fold back; fails: look_alikes_visible, look_alikes_half, look_alikes_strides, look_alikes_errors; says: waves fold back
def look_alikes(waves, pixels, stride):
    if pixels % stride:
        raise ValueError("the stride does not divide the row")
    left = pixels // stride
    found = []
    for other in range(0, pixels // 2 + 1):
        if other % left == waves % left:
            found.append(other)
    return found
