# mistake: orders by the last picture and ignores ties in it; fails: find_order_visible, find_order_series, find_order_ties, find_order_errors; says: not the first
def find_order(before, after):
    a, b = before[-1].ravel(), after[-1].ravel()
    if not np.array_equal(np.sort(a), np.sort(b)):
        raise ValueError("no order")
    order = np.zeros(a.size, dtype=int)
    order[np.argsort(a, kind="stable")] = np.argsort(b, kind="stable")
    return order
