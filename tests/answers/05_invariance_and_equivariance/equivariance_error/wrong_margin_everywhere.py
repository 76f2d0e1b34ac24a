# mistake: cuts the shift from all four sides, as the book does, so the views are too small; fails: equivariance_error_visible, equivariance_error_views, equivariance_error_pairs, equivariance_error_stride, equivariance_error_border, equivariance_error_errors; says: as large as possible
def equivariance_error(layer, scene, shift, stride, border):
    if shift[0] % stride or shift[1] % stride:
        raise ValueError("stride")
    (d, r), (h, w) = shift, scene.shape
    y, x = abs(d), abs(r)
    one = scene[y : h - y, x : w - x]
    two = scene[y - d : h - y - d, x - r : w - x - r]
    a, b = np.asarray(layer(one), float), np.asarray(layer(two), float)
    i, j = d // stride, r // stride
    n, m = a.shape
    rows = [y for y in range(border, n - border) if border <= y + i < n - border]
    columns = [x for x in range(border, m - border) if border <= x + j < m - border]
    if not rows or not columns:
        raise ValueError("nothing left")
    return max(abs(b[y + i, x + j] - a[y, x]) for y in rows for x in columns)
