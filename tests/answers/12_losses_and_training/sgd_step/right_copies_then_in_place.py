def one(w: np.ndarray, g: np.ndarray, v: np.ndarray, lr: float, momentum: float, decay: float) -> None:
    """Change w and v in place."""
    v *= momentum
    v += g
    if len(w.shape) > 1:
        v += decay * w
    w -= lr * v


def sgd_step(params: dict, grads: dict, velocities: dict, lr: float, momentum: float = 0.0, decay: float = 0.0):
    params = {name: np.array(w, dtype=float) for name, w in params.items()}
    velocities = {name: np.array(velocities.get(name, np.zeros_like(w)), dtype=float) for name, w in params.items()}
    for name in params:
        one(params[name], grads[name], velocities[name], lr, momentum, decay)
    return params, velocities
