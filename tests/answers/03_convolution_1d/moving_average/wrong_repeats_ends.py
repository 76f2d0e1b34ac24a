# mistake: continues the signal with its end values; fails: moving_average_visible, moving_average_ends; says: repeat the first and the last
def moving_average(x, m):
    if m < 1 or m % 2 == 0:
        raise ValueError("m must be odd")
    padded = np.pad(np.asarray(x, float), m // 2, mode="edge")
    return np.array([padded[i : i + m].mean() for i in range(len(x))])
