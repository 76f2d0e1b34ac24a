# mistake: reads the curve the other way, from new to old; fails: find_curve_visible, find_curve_known, find_curve_unknown, find_curve_refuse, find_curve_inputs; says: read the other way
def find_curve(before, after):
    if before.shape != after.shape:
        raise ValueError("two shapes")
    curve = np.full(256, -1)
    curve[after] = before
    if not np.array_equal(curve[after], before):
        raise ValueError("no curve")
    return curve
