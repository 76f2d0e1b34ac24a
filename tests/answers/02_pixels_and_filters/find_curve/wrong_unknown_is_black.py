# mistake: leaves 0 where a gray does not occur; fails: find_curve_visible, find_curve_unknown; says: 0 is black
def find_curve(before, after):
    if before.shape != after.shape:
        raise ValueError("two shapes")
    curve = np.zeros(256, dtype=int)
    curve[before] = after
    if not np.array_equal(curve[before], after):
        raise ValueError("no curve")
    return curve
