# mistake: does not compare the shapes: NumPy stretches the smaller image; fails: find_curve_inputs
def find_curve(before, after):
    curve = np.full(256, -1)
    curve[before.ravel()] = np.resize(after, before.size)
    if np.any(curve[before].ravel() != np.resize(after, before.size)):
        raise ValueError("no curve")
    return curve
