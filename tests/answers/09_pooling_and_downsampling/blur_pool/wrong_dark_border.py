# mistake: leaves the weights at the border as they are; fails: blur_pool_visible, blur_pool_border; says: too dark
def blur_pool(x, taps, stride):
    n, c, h, w = x.shape
    size = len(taps)
    if size % 2 == 0:
        raise ValueError("the blur has no middle")
    middle = size // 2
    rows, columns = range(0, h, stride[0]), range(0, w, stride[1])
    y = np.zeros((n, c, len(rows), len(columns)))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            total, mass = 0.0, 0.0
            for u in range(size):
                for v in range(size):
                    p, q = row + u - middle, column + v - middle
                    if 0 <= p < h and 0 <= q < w:
                        share = float(taps[u]) * float(taps[v])
                        total = total + share * x[:, :, p, q]
                        mass += share
            y[:, :, i, j] = total / (float(sum(taps)) ** 2)
    return y
