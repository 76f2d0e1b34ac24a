# mistake: packs each series into one float, which cannot hold a long one; fails: find_order_series
def find_order(before, after):
    N, H, W = before.shape
    k = (256.0 ** np.arange(N))[:, None]
    b = (before.reshape(N, H * W)*k).sum(0)
    a = (after.reshape(N, H * W)*k).sum(0)
    order = np.zeros(H * W, dtype=int)
    order[np.argsort(b)] = np.argsort(a)
    if not np.array_equal(a[order], b):
        raise ValueError
    return order
