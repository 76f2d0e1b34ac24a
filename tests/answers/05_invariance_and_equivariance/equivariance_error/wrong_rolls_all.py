# mistake: the book's measure with np.roll: rolls scene and output and compares all; fails: equivariance_error_visible, equivariance_error_views, equivariance_error_pairs, equivariance_error_stride, equivariance_error_border, equivariance_error_errors; says: came in from the other side
def equivariance_error(layer, scene, shift, stride, border):
    if shift[0] % stride or shift[1] % stride:
        raise ValueError("stride")
    a = np.asarray(layer(scene), float)
    b = np.asarray(layer(np.roll(scene, shift, axis=(0, 1))), float)
    a = np.roll(a, (shift[0] // stride, shift[1] // stride), axis=(0, 1))
    difference = np.abs(b - a)[border : a.shape[0] - border, border : a.shape[1] - border]
    if difference.size == 0:
        raise ValueError("nothing left")
    return difference.max()
