# mistake: takes grays that do not occur for unchanged; fails: find_curve_visible, find_curve_unknown; says: need not have stayed
def find_curve(before, after):
    if before.shape != after.shape:
        raise ValueError("two shapes")
    curve = np.arange(256)
    curve[before] = after
    if not np.array_equal(curve[before], after):
        raise ValueError("no curve")
    return curve
