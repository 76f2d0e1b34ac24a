# mistake: gives the layer the whole scene, rolled; fails: equivariance_error_visible, equivariance_error_views, equivariance_error_pairs, equivariance_error_border, equivariance_error_errors; says: two windows of the scene
def equivariance_error(layer, scene, shift, stride, border):
    if shift[0] % stride or shift[1] % stride:
        raise ValueError("stride")
    i, j = shift[0] // stride, shift[1] // stride
    a = np.asarray(layer(scene), float)
    b = np.asarray(layer(np.roll(scene, shift, axis=(0, 1))), float)
    n, m = a.shape
    rows = [r for r in range(border, n - border) if border <= r + i < n - border]
    columns = [c for c in range(border, m - border) if border <= c + j < m - border]
    if not rows or not columns:
        raise ValueError("nothing left")
    return max(abs(b[r + i, c + j] - a[r, c]) for r in rows for c in columns)
