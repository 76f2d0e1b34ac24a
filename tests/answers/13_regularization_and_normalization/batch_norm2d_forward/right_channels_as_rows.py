def batch_norm2d_forward(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    training: bool,
    momentum: float = 0.99,
    eps: float = 1e-3,
) -> tuple:
    n, c, h, w = x.shape
    rows = np.moveaxis(x, 1, 0).reshape(c, -1).astype(np.float64)
    stats = np.stack([running_mean, running_var]).astype(np.float64)
    used = stats
    if training:
        if rows.shape[1] == 1:
            raise ValueError("cannot normalize a single number")
        used = np.stack([rows.mean(1), rows.var(1)])
        stats = used + momentum * (stats - used)
    rows = (rows - used[0][:, None]) / np.sqrt(used[1] + eps)[:, None]
    y = np.moveaxis((rows * weight[:, None] + bias[:, None]).reshape(c, n, h, w), 0, 1)
    return y, stats[0], stats[1]
