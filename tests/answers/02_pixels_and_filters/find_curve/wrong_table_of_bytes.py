# mistake: uses a uint8 table, in which -1 is 255; fails: find_curve_visible, find_curve_unknown; says: cannot hold -1
def find_curve(before, after):
    if before.shape != after.shape:
        raise ValueError("two shapes")
    curve = np.full(256, -1).astype(np.uint8)
    curve[before] = after
    if not np.array_equal(curve[before], after):
        raise ValueError("no curve")
    return curve
