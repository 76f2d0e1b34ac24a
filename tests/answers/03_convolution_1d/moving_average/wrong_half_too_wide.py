# mistake: takes (m + 1) / 2 readings on each side; fails: moving_average_visible, moving_average_middle, moving_average_ends, moving_average_inputs; says: too wide
def moving_average(x, m):
    if m < 1 or m % 2 == 0:
        raise ValueError("m must be odd")
    half = (m + 1) // 2
    return np.array([np.mean(x[max(0, i - half) : i + half + 1]) for i in range(len(x))])
