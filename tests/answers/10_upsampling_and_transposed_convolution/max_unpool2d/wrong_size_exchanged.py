# mistake: takes the size for (width, height); fails: max_unpool2d_visible, max_unpool2d_places, max_unpool2d_shared, max_unpool2d_negative, max_unpool2d_errors; says: has shape
def max_unpool2d(y, rows, columns, size):
    n, c, h, w = y.shape
    wanted, size = size, (max(size), max(size))
    up = np.zeros((n, c, size[0], size[1]))
    written = np.zeros(up.shape, dtype=bool)
    for a in range(n):
        for b in range(c):
            for i in range(h):
                for j in range(w):
                    row, column = rows[a, b, i, j], columns[a, b, i, j]
                    if not (0 <= row < wanted[0] and 0 <= column < wanted[1]):
                        raise ValueError("outside")
                    place = a, b, row, column
                    if not written[place] or y[a, b, i, j] > up[place]:
                        up[place] = y[a, b, i, j]
                        written[place] = True
    return up[:, :, : wanted[1], : wanted[0]]
