# mistake: compares the sums of the series; fails: find_order_visible, find_order_series, find_order_ties; says: the same sum
def find_order(before, after):
    a, b = before.sum(axis=0).ravel(), after.sum(axis=0).ravel()
    if not np.allclose(np.sort(a), np.sort(b)):
        raise ValueError("no order")
    order = np.zeros(a.size, dtype=int)
    order[np.argsort(a, kind="stable")] = np.argsort(b, kind="stable")
    return order
