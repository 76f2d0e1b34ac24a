# mistake: stores the means in an array of the input's dtype; fails: moving_average_visible, moving_average_inputs; says: cut to whole numbers
def moving_average(x, m):
    if m < 1 or m % 2 == 0:
        raise ValueError("m must be odd")
    y = np.zeros_like(x)
    for i in range(len(x)):
        y[i] = np.mean(x[max(0, i - m // 2) : i + m // 2 + 1])
    return y
