# mistake: accepts any stride; fails: look_alikes_errors
def look_alikes(waves, pixels, stride):
    left = max(pixels // stride, 1)
    found = []
    for other in range(0, pixels // 2 + 1):
        if other % left == waves % left or other % left == -waves % left:
            found.append(other)
    return found
