# mistake: tries whether the stride divides the sum of both shifts; fails: equivariance_error_errors
def equivariance_error(layer, scene, shift, stride, border):
    down, right = shift
    H, W = scene.shape
    if (down + right) % stride:
        raise ValueError("stride does not divide shift")
    h, w = H - abs(down), W - abs(right)
    r1, c1 = max(down, 0), max(right, 0)
    r2, c2 = max(-down, 0), max(-right, 0)
    y1 = layer(scene[r1:r1+h, c1:c1+w])
    y2 = layer(scene[r2:r2+h, c2:c2+w])
    di, dj = down // stride, right // stride
    oh, ow = y1.shape
    worst = None
    for i in range(border, oh - border):
        for j in range(border, ow - border):
            k, l = i + di, j + dj
            if border <= k < oh - border and border <= l < ow - border:
                e = abs(float(y2[k, l]) - float(y1[i, j]))
                worst = e if worst is None else max(worst, e)
    if worst is None:
        raise ValueError("nothing to compare")
    return worst
