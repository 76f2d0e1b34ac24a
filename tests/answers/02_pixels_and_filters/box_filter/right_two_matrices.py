def box_filter(image, size):
    (h, w), (kh, kw) = image.shape, size
    if kh <= 0 or kw <= 0 or not (kh % 2 and kw % 2) or kw > w:
        raise ValueError(f"no window: {size}")
    rows = np.abs(np.subtract.outer(np.arange(h), np.arange(h))) <= kh // 2
    steps = np.subtract.outer(np.arange(w), np.arange(w)) % w
    columns = np.minimum(steps, w - steps) <= kw // 2
    vertical = rows / rows.sum(axis=1, keepdims=True)
    return vertical @ image.astype(float) @ (columns / kw)
