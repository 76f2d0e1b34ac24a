# mistake: looks at the first picture only; fails: find_order_visible, find_order_series, find_order_ties, find_order_errors; says: not the second
def find_order(before, after):
    a, b = before[0].ravel(), after[0].ravel()
    if not np.array_equal(np.sort(a), np.sort(b)):
        raise ValueError("no order")
    order = np.zeros(a.size, dtype=int)
    order[np.argsort(a, kind="stable")] = np.argsort(b, kind="stable")
    return order
