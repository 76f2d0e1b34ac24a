# mistake: the box filter of the book pasted in, zeros count at the ends; fails: moving_average_visible, moving_average_ends; says: the ends are too low
def moving_average(x, m):
    if m < 1 or m % 2 == 0:
        raise ValueError("m must be odd")
    padded = np.concatenate([np.zeros(m // 2), x, np.zeros(m // 2)])
    w = np.full(m, 1 / m)
    y = np.zeros(len(x))
    for i in range(len(y)):
        for a in range(m):
            y[i] += w[a] * padded[i + a]
    return y
