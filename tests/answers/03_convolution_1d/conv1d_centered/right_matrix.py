def conv1d_centered(x: np.ndarray, w: np.ndarray, center: int) -> np.ndarray:
    K, n = w.shape[0], x.shape[0]
    if center < 0 or K <= center:
        raise ValueError(center)
    k = np.arange(n)[:, None] - np.arange(n)[None, :] + center
    matrix = np.where((k >= 0) & (k < K), w[np.clip(k, 0, K - 1)].astype(float), 0.0)
    return matrix @ x.astype(float)
