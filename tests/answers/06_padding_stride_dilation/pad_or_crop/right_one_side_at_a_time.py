def one_side(x, axis, amount, value, at_start):
    n = x.shape[axis]
    if amount < 0:
        if -amount >= n:
            raise ValueError("nothing would remain")
        return np.take(x, np.arange(-amount, n) if at_start else np.arange(n + amount), axis=axis)
    size = list(x.shape)
    size[axis] = amount
    border = np.full(size, value, dtype=x.dtype)
    return np.concatenate([border, x] if at_start else [x, border], axis=axis)


def pad_or_crop(images, top, bottom, left, right, value):
    x = images
    sides = [(-2, top, True), (-2, bottom, False), (-1, left, True), (-1, right, False)]
    for axis, amount, at_start in sorted(sides, key=lambda side: side[1]):
        x = one_side(x, axis, amount, value, at_start)
    return x
