# mistake: forgets that a shift may be negative; fails: equivariance_error_visible, equivariance_error_pairs, equivariance_error_stride; says: a negative number moves up
def equivariance_error(layer, scene, shift, stride, border):
    if shift[0] % stride or shift[1] % stride:
        raise ValueError("stride")
    (d, r), (h, w) = np.abs(shift), scene.shape
    a, b = np.asarray(layer(scene[d:, r:]), float), np.asarray(layer(scene[: h - d, : w - r]), float)
    i, j = d // stride, r // stride
    n, m = a.shape
    rows = [y for y in range(border, n - border) if border <= y + i < n - border]
    columns = [x for x in range(border, m - border) if border <= x + j < m - border]
    if not rows or not columns:
        raise ValueError("nothing left")
    return max(abs(b[y + i, x + j] - a[y, x]) for y in rows for x in columns)
