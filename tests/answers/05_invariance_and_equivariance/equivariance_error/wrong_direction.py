# mistake: looks for the partner on the wrong side, against the shift; fails: equivariance_error_visible, equivariance_error_pairs, equivariance_error_stride, equivariance_error_border; says: on the wrong side
def equivariance_error(layer, scene, shift, stride, border):
    if shift[0] % stride or shift[1] % stride:
        raise ValueError("stride")
    (d, r), (h, w) = shift, scene.shape
    one = scene[max(d, 0) : h + min(d, 0), max(r, 0) : w + min(r, 0)]
    two = scene[max(-d, 0) : h + min(-d, 0), max(-r, 0) : w + min(-r, 0)]
    a, b = np.asarray(layer(one), float), np.asarray(layer(two), float)
    i, j = -d // stride, -r // stride
    n, m = a.shape
    rows = [y for y in range(border, n - border) if border <= y + i < n - border]
    columns = [x for x in range(border, m - border) if border <= x + j < m - border]
    if not rows or not columns:
        raise ValueError("nothing left")
    return max(abs(b[y + i, x + j] - a[y, x]) for y in rows for x in columns)
