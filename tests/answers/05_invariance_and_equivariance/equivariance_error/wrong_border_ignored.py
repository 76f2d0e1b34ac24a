# mistake: compares the edges too; fails: equivariance_error_visible, equivariance_error_border; says: next to the padding
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
    return max(
        abs(b[y + i, x + j] - a[y, x]) for y in range(n) for x in range(m) if 0 <= y + i < n and 0 <= x + j < m
    )
