# mistake: lets the window start at a negative index, which Python counts from the end; fails: moving_average_visible, moving_average_ends; says: nan
def moving_average(x, m):
    if m < 1 or m % 2 == 0:
        raise ValueError("m must be odd")
    y = np.zeros(len(x))
    for i in range(len(x)):
        window = x[i - m // 2 : i + m // 2 + 1]
        y[i] = np.sum(window) / len(window) if len(window) else np.nan
    return y
