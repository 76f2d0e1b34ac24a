def batch_norm2d_backward(dy: np.ndarray, y: np.ndarray, weight: np.ndarray, bias: np.ndarray, std: np.ndarray):
    if not np.all(weight):
        raise ValueError("a weight is 0")
    n, c, h, w = dy.shape
    up = dy.transpose(1, 0, 2, 3).reshape(c, -1).astype(float)
    z = (y.transpose(1, 0, 2, 3).reshape(c, -1).astype(float) - bias[:, None]) / weight[:, None]
    m = up.shape[1]
    jacobian = (np.eye(m) - 1 / m - z[:, :, None] * z[:, None, :] / m) * (weight / std)[:, None, None]
    dx = np.einsum("cp,cpq->cq", up, jacobian).reshape(c, n, h, w).transpose(1, 0, 2, 3)
    return dx, (up * z).sum(1), up.sum(1)
