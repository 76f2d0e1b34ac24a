# mistake: returns only the places where the window fits; fails: moving_average_visible, moving_average_middle, moving_average_ends, moving_average_inputs; says: the ends are missing
def moving_average(x, m):
    if m < 1 or m % 2 == 0:
        raise ValueError("m must be odd")
    return np.convolve(x, np.ones(m) / m, mode="valid")
