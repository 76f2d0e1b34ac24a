# mistake: sorts both sides and never checks that they agree; fails: find_order_errors
def find_order(before, after):
    a, b = before.reshape(len(before), -1), after.reshape(len(after), -1)
    order = np.zeros(a.shape[1], dtype=int)
    order[np.lexsort(b * 0 + a)] = np.lexsort(b)
    return order
