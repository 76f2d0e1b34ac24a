def find_curve(before, after):
    if np.shape(before) != np.shape(after):
        raise ValueError("shapes")
    low, high = np.full(256, 999), np.full(256, -1)
    np.minimum.at(low, before.ravel(), after.ravel())
    np.maximum.at(high, before.ravel(), after.ravel())
    if np.any((high >= 0) & (low != high)):
        raise ValueError("a gray became more than one")
    return high
