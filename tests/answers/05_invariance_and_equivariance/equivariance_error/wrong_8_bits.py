# mistake: subtracts outputs in their own dtype; fails: equivariance_error_errors
def equivariance_error(layer, scene, shift, stride, border):
    if shift[0] % stride or shift[1] % stride:
        raise ValueError("stride")
    (d, r), (h, w) = shift, scene.shape
    one = scene[max(d, 0) : h + min(d, 0), max(r, 0) : w + min(r, 0)]
    two = scene[max(-d, 0) : h + min(-d, 0), max(-r, 0) : w + min(-r, 0)]
    a, b = layer(one), layer(two)
    i, j = d // stride, r // stride
    n, m = a.shape
    rows = [y for y in range(border, n - border) if border <= y + i < n - border]
    columns = [x for x in range(border, m - border) if border <= x + j < m - border]
    if not rows or not columns:
        raise ValueError("nothing left")
    moved = b[np.ix_(np.array(rows) + i, np.array(columns) + j)]
    return np.abs(moved - a[np.ix_(rows, columns)]).max()
