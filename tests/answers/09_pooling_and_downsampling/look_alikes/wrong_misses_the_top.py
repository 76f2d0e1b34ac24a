# mistake: never tries pixels // 2 waves; fails: look_alikes_visible, look_alikes_strides; says: pixels // 2 waves belong
def look_alikes(waves, pixels, stride):
    if pixels % stride:
        raise ValueError("the stride does not divide the row")
    left = pixels // stride
    found = []
    for other in range(0, pixels // 2):
        if other % left == waves % left or other % left == -waves % left:
            found.append(other)
    return found
