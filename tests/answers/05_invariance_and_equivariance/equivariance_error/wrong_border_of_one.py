# mistake: leaves out the border of the first output only; fails: equivariance_error_visible, equivariance_error_border; says: border of both outputs
def equivariance_error(layer, scene, shift, stride, border):
    if shift[0] % stride or shift[1] % stride:
        raise ValueError("stride")
    (d, r), (h, w) = shift, scene.shape
    one = scene[max(d, 0) : h + min(d, 0), max(r, 0) : w + min(r, 0)]
    two = scene[max(-d, 0) : h + min(-d, 0), max(-r, 0) : w + min(-r, 0)]
    a, b = np.asarray(layer(one), float), np.asarray(layer(two), float)
    i, j = d // stride, r // stride
    n, m = a.shape
    if n - 2 * border <= abs(i) or m - 2 * border <= abs(j):
        raise ValueError("nothing left")
    rows = [y for y in range(border, n - border) if 0 <= y + i < n]
    columns = [x for x in range(border, m - border) if 0 <= x + j < m]
    return max(abs(b[y + i, x + j] - a[y, x]) for y in rows for x in columns)
