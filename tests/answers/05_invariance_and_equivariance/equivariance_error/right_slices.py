def equivariance_error(layer, scene, shift: tuple, stride: int = 1, border: int = 0) -> float:
    (down, right), (h, w) = shift, scene.shape
    if down % stride != 0 or right % stride != 0:
        raise ValueError("the stride must divide the shift")
    top, left = max(down, 0), max(right, 0)
    one = scene[top : h + min(down, 0), left : w + min(right, 0)]
    two = scene[top - down : h + min(down, 0) - down, left - right : w + min(right, 0) - right]
    a, b = np.array(layer(one), float), np.array(layer(two), float)
    n, m = a.shape
    i, j = down // stride, right // stride
    tops, lefts = range(max(border, border - i), min(n - border, n - border - i)), range(
        max(border, border - j), min(m - border, m - border - j)
    )
    if len(tops) == 0 or len(lefts) == 0:
        raise ValueError("nothing to compare")
    part = a[tops[0] : tops[-1] + 1, lefts[0] : lefts[-1] + 1]
    return float(np.abs(part - b[tops[0] + i : tops[-1] + i + 1, lefts[0] + j : lefts[-1] + j + 1]).max())
