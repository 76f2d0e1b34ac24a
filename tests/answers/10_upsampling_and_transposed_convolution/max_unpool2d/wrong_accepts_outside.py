# mistake: leaves out what lies outside; fails: max_unpool2d_errors
def max_unpool2d(y, rows, columns, size):
    n, c, h, w = y.shape
    up = np.zeros((n, c, size[0], size[1]))
    written = np.zeros(up.shape, dtype=bool)
    for a in range(n):
        for b in range(c):
            for i in range(h):
                for j in range(w):
                    row, column = rows[a, b, i, j], columns[a, b, i, j]
                    if not (0 <= row < size[0] and 0 <= column < size[1]):
                        continue
                    place = a, b, row, column
                    if not written[place] or y[a, b, i, j] > up[place]:
                        up[place] = y[a, b, i, j]
                        written[place] = True
    return up
