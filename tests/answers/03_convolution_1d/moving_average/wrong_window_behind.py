# mistake: averages the last m readings (no look ahead); fails: moving_average_visible, moving_average_middle, moving_average_ends, moving_average_inputs; says: the window ends at the reading
def moving_average(x, m):
    if m < 1 or m % 2 == 0:
        raise ValueError("m must be odd")
    return np.array([np.mean(x[max(0, i - m + 1) : i + 1]) for i in range(len(x))])
