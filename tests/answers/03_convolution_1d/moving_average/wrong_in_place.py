# mistake: writes the means over the input, which the next window then reads; fails: moving_average_visible, moving_average_middle, moving_average_ends, moving_average_inputs; says: your function changed it
def moving_average(x, m):
    if m < 1 or m % 2 == 0:
        raise ValueError("m must be odd")
    for i in range(len(x)):
        x[i] = np.mean(x[max(0, i - m // 2) : i + m // 2 + 1])
    return x
