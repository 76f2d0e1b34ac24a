# mistake: accepts any m, an even one is silently one larger; fails: moving_average_errors
def moving_average(x, m):
    half = m // 2
    return np.array([np.mean(x[max(i - half, 0) : i + half + 1]) for i in range(len(x))])
