def equivariance_error(layer, scene, shift, stride, border):
    if shift[0] % stride or shift[1] % stride:
        raise ValueError("stride")
    (d, r), (h, w) = shift, scene.shape
    one = scene[max(d, 0) : h + min(d, 0), max(r, 0) : w + min(r, 0)]
    two = scene[max(-d, 0) : h + min(-d, 0), max(-r, 0) : w + min(-r, 0)]
    a, b = np.asarray(layer(one), float), np.asarray(layer(two), float)
    i, j = d // stride, r // stride
    n, m = a.shape
    a = a[max(-i, 0) : n - max(i, 0), max(-j, 0) : m - max(j, 0)]
    b = b[max(i, 0) : n - max(-i, 0), max(j, 0) : m - max(-j, 0)]
    difference = np.abs(b - a)[border : a.shape[0] - border, border : a.shape[1] - border]
    if difference.size == 0:
        raise ValueError("nothing left")
    return difference.max()
