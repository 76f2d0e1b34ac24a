# mistake: looks the gray up in the first picture, equal ones get the same place; fails: find_order_visible, find_order_series, find_order_ties, find_order_errors; says: two pixels are sent to one place
def find_order(before, after):
    first, second = before[0].ravel().tolist(), after[0].ravel().tolist()
    return np.array([second.index(gray) for gray in first])
