# mistake: sums in the dtype of the signal, so uint8 readings wrap; fails: moving_average_inputs
def moving_average(x, m):
    if m < 1 or m % 2 == 0:
        raise ValueError("m must be odd")
    windows = [x[max(i - m // 2, 0) : i + m // 2 + 1] for i in range(len(x))]
    return np.array([np.sum(window, dtype=x.dtype) / len(window) for window in windows])
