# mistake: fills the table and never looks whether it fits; fails: find_curve_visible, find_curve_refuse; says: gray 9 became 15
def find_curve(before, after):
    if before.shape != after.shape:
        raise ValueError("two shapes")
    curve = np.full(256, -1)
    for x, y in zip(before.ravel().tolist(), after.ravel().tolist()):
        curve[x] = y
    return curve
