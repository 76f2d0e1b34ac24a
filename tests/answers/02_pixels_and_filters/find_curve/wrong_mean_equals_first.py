# mistake: compares the mean of the new grays with the first of them; fails: find_curve_refuse
def find_curve(before, after):
    if before.shape != after.shape:
        raise ValueError("shapes differ")
    curve = np.full(256, -1, dtype=np.int16)
    for g in range(256):
        v = after[before == g]
        if len(v):
            if v.mean() != v[0]: raise ValueError
            curve[g] = v[0]
    return curve
