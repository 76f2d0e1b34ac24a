def hat(distance):
    return (np.abs(distance) <= 1).astype(float)


def make_kernel(down, right, amount):
    far = 1 + int(max(np.abs([down, right])))
    offsets = np.arange(-far, far + 1)
    box = np.outer(hat(offsets + down), hat(offsets + right)) / 9
    dot = np.outer(offsets == -down, offsets == -right)
    return (1 + amount) * dot - amount * box
