# mistake: refuses when two old grays get the same new one; fails: find_curve_visible, find_curve_known, find_curve_unknown; says: grays may melt into one
def find_curve(before, after):
    if before.shape != after.shape:
        raise ValueError("two shapes")
    curve = np.full(256, -1)
    for x, y in zip(before.ravel().tolist(), after.ravel().tolist()):
        if curve[x] not in (-1, y):
            raise ValueError("no curve")
        if y in np.delete(curve, x):
            raise ValueError("no curve")
        curve[x] = y
    return curve
