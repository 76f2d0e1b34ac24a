# mistake: lists waves beyond half the pixels; fails: look_alikes_visible, look_alikes_half, look_alikes_strides, look_alikes_errors; says: at most half as many waves
def look_alikes(waves, pixels, stride):
    if pixels % stride:
        raise ValueError("the stride does not divide the row")
    left = pixels // stride
    found = []
    for other in range(0, pixels):
        if other % left == waves % left or other % left == -waves % left:
            found.append(other)
    return found
