# mistake: rounds the shift down to what the stride allows; fails: equivariance_error_errors
def equivariance_error(layer, scene, shift, stride, border):
    (d, r), (h, w) = shift, scene.shape
    one = scene[max(d, 0) : h + min(d, 0), max(r, 0) : w + min(r, 0)]
    two = scene[max(-d, 0) : h + min(-d, 0), max(-r, 0) : w + min(-r, 0)]
    a, b = np.asarray(layer(one), float), np.asarray(layer(two), float)
    i, j = d // stride, r // stride
    n, m = a.shape
    rows = [y for y in range(border, n - border) if border <= y + i < n - border]
    columns = [x for x in range(border, m - border) if border <= x + j < m - border]
    return max((abs(b[y + i, x + j] - a[y, x]) for y in rows for x in columns), default=0.0)
