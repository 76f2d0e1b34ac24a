# mistake: uses the places of the first channel for all; fails: max_unpool2d_visible, max_unpool2d_places; says: each channel has its own places
def max_unpool2d(y, rows, columns, size):
    n, c, h, w = y.shape
    up = np.zeros((n, c, size[0], size[1]))
    written = np.zeros(up.shape, dtype=bool)
    for a in range(n):
        for b in range(c):
            for i in range(h):
                for j in range(w):
                    row, column = rows[a, 0, i, j], columns[a, 0, i, j]
                    if not (0 <= row < size[0] and 0 <= column < size[1]):
                        raise ValueError("outside")
                    place = a, b, row, column
                    if not written[place] or y[a, b, i, j] > up[place]:
                        up[place] = y[a, b, i, j]
                        written[place] = True
    return up
