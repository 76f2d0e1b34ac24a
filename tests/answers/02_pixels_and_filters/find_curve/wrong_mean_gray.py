# mistake: averages where one gray became several; fails: find_curve_visible, find_curve_refuse; says: gray 9 became 15
def find_curve(before, after):
    if before.shape != after.shape:
        raise ValueError("two shapes")
    curve = np.full(256, -1)
    for gray in np.unique(before):
        curve[gray] = round(after[before == gray].mean())
    return curve
