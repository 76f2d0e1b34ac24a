# mistake: never tries 0 waves; fails: look_alikes_visible, look_alikes_strides; says: 0 waves
def look_alikes(waves, pixels, stride):
    if pixels % stride:
        raise ValueError("the stride does not divide the row")
    left = pixels // stride
    found = []
    for other in range(1, pixels // 2 + 1):
        if other % left == waves % left or other % left == -waves % left:
            found.append(other)
    return found
