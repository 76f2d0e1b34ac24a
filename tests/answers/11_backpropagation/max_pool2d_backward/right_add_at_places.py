def max_pool2d_backward(dy, x, kernel_size, stride, padding):
    n, c, h, w = x.shape
    def reads(size, k, s, p):
        starts = np.arange(0, size + 2 * p - k + 1, s) - p
        return starts[:, None] + np.arange(k)
    rows, columns = (reads(*numbers) for numbers in zip((h, w), kernel_size, stride, padding))
    if dy.shape != (n, c, len(rows), len(columns)):
        raise ValueError("this dy is of another layer")
    exists = ((rows >= 0) & (rows < h))[:, None, :, None] & ((columns >= 0) & (columns < w))[None, :, None, :]
    r = rows.clip(0, h - 1)[:, None, :, None]
    q = columns.clip(0, w - 1)[None, :, None, :]
    seen = np.where(exists, x[:, :, r, q].astype(float), -np.inf)
    wins = seen == seen.max((4, 5))[..., None, None]
    parts = np.where(wins, (dy / wins.sum((4, 5)))[..., None, None], 0)
    flat = np.zeros((n * c, h * w))
    number = np.broadcast_to(r * w + q, seen.shape[2:]).ravel()
    for plane, part in zip(flat, parts.reshape(n * c, -1)):
        np.add.at(plane, number, part)
    return flat.reshape(x.shape)
