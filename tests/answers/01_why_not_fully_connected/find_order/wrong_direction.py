# mistake: says where each place came from; fails: find_order_visible, find_order_distinct, find_order_series, find_order_ties; says: the wrong direction
def find_order(before, after):
    a, b = before.reshape(len(before), -1), after.reshape(len(after), -1)
    order = np.zeros(a.shape[1], dtype=int)
    order[np.lexsort(b)] = np.lexsort(a)
    if not np.array_equal(b, a[:, order]):
        raise ValueError("no order")
    return order
