# mistake: the window starts at the reading instead of being centered on it; fails: moving_average_visible, moving_average_middle, moving_average_ends, moving_average_inputs; says: should have it in its middle
def moving_average(x, m):
    if m < 1 or m % 2 == 0:
        raise ValueError("m must be odd")
    return np.array([np.mean(x[i : i + m]) for i in range(len(x))])
