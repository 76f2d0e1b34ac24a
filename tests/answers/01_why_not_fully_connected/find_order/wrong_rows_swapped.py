# mistake: counts the pixels column by column; fails: find_order_visible, find_order_distinct, find_order_series, find_order_ties; says: not column by column
def find_order(before, after):
    n = len(before)
    a = before.transpose(0, 2, 1).reshape(n, -1)
    b = after.transpose(0, 2, 1).reshape(n, -1)
    order = np.zeros(a.shape[1], dtype=int)
    order[np.lexsort(a)] = np.lexsort(b)
    if not np.array_equal(b[:, order], a):
        raise ValueError("no order")
    return order
