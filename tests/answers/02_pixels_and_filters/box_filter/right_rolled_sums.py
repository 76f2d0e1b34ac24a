def box_filter(image: np.ndarray, size: tuple, dtype: type = float) -> np.ndarray:
    kh, kw = size
    if any(k < 1 or k % 2 == 0 for k in (kh, kw)):
        raise ValueError("both sizes have to be odd")
    if kw > image.shape[1]:
        raise ValueError("wider than the panorama")
    x = image.astype(dtype)
    across = sum(np.roll(x, step, axis=1) for step in range(-(kw // 2), kw // 2 + 1))
    below = np.cumsum(np.vstack([np.zeros(x.shape[1]), across]), axis=0)
    rows = np.arange(len(x))
    first, end = np.maximum(rows - kh // 2, 0), np.minimum(rows + kh // 2 + 1, len(x))
    return (below[end] - below[first]) / (kw * (end - first))[:, None]
