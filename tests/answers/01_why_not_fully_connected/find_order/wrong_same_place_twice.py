# mistake: sends all equal pixels to the first place that fits; fails: find_order_visible, find_order_ties; says: each place is used once
def find_order(before, after):
    n = len(before)
    a, b = before.reshape(n, -1), after.reshape(n, -1)
    order = []
    for i in range(a.shape[1]):
        fits = [p for p in range(b.shape[1]) if np.array_equal(a[:, i], b[:, p])]
        if not fits:
            raise ValueError("no order")
        order.append(fits[0])
    return np.array(order)
