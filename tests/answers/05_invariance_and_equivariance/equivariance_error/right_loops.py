def equivariance_error(layer, scene, shift, stride, border):
    rows, columns = scene.shape
    down, right = shift
    if down % stride or right % stride:
        raise ValueError("no half places")
    h, w = rows - abs(down), columns - abs(right)
    if h < 1 or w < 1:
        raise ValueError("the views do not overlap")

    def window(r, c):
        return np.array([[scene[r + y, c + x] for x in range(w)] for y in range(h)])

    first = layer(window(max(down, 0), max(right, 0)))
    second = layer(window(max(-down, 0), max(-right, 0)))
    differences = []
    for i in range(border, first.shape[0] - border):
        for j in range(border, first.shape[1] - border):
            y, x = i + down // stride, j + right // stride
            if border <= y < first.shape[0] - border and border <= x < first.shape[1] - border:
                differences.append(abs(float(second[y, x]) - float(first[i, j])))
    if not differences:
        raise ValueError("no pair is left")
    return max(differences)
