# mistake: takes a difference of one gray for rounding; fails: find_curve_visible, find_curve_refuse; says: gray 9 became 15
def find_curve(before, after):
    if before.shape != after.shape:
        raise ValueError("two shapes")
    curve = np.full(256, -1)
    for x, y in zip(before.ravel().tolist(), after.ravel().tolist()):
        if curve[x] != -1 and abs(curve[x] - y) > 1:
            raise ValueError("no curve")
        curve[x] = y
    return curve
