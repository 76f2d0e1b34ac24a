# mistake: matches the grays by their order of brightness; fails: find_curve_visible, find_curve_known, find_curve_refuse; says: in the order of their brightness
def find_curve(before, after):
    if before.shape != after.shape:
        raise ValueError("two shapes")
    curve = np.full(256, -1)
    curve[np.sort(before.ravel())] = np.sort(after.ravel())
    return curve
