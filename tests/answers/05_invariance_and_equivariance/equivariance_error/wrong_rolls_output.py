# mistake: moves the first output with np.roll, and compares also what came around; fails: equivariance_error_visible, equivariance_error_pairs, equivariance_error_stride, equivariance_error_border, equivariance_error_errors; says: came around
def equivariance_error(layer, scene, shift, stride, border):
    if shift[0] % stride or shift[1] % stride:
        raise ValueError("stride")
    (d, r), (h, w) = shift, scene.shape
    one = scene[max(d, 0) : h + min(d, 0), max(r, 0) : w + min(r, 0)]
    two = scene[max(-d, 0) : h + min(-d, 0), max(-r, 0) : w + min(-r, 0)]
    a, b = np.asarray(layer(one), float), np.asarray(layer(two), float)
    a = np.roll(a, (d // stride, r // stride), axis=(0, 1))
    difference = np.abs(b - a)[border : a.shape[0] - border, border : a.shape[1] - border]
    if difference.size == 0 or abs(d // stride) >= a.shape[0] or abs(r // stride) >= a.shape[1]:
        raise ValueError("nothing left")
    return difference.max()
