# mistake: finds an order for each picture, and keeps the last; fails: find_order_visible, find_order_series, find_order_ties, find_order_errors; says: not the first
def find_order(before, after):
    for a, b in zip(before, after):
        order, free = [], list(range(a.size))
        for gray in a.ravel():
            fits = [p for p in free if b.ravel()[p] == gray]
            if not fits:
                raise ValueError("no order")
            order.append(fits[0])
            free.remove(fits[0])
    return np.array(order)
