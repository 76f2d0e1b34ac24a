import math


def one(w: float, g: float, m: float, v: float, t: int, lr: float, betas: tuple, eps: float, decay: float) -> tuple:
    m = betas[0] * m + (1 - betas[0]) * g
    v = betas[1] * v + (1 - betas[1]) * g * g
    fraction = (m / (1 - betas[0] ** t)) / (math.sqrt(v / (1 - betas[1] ** t)) + eps)
    return w - lr * fraction - lr * decay * w, m, v


def adamw_step(w, g, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, decay=0.0):
    if t <= 0:
        raise ValueError("t must be at least 1")
    results = [np.zeros(w.shape) for _ in range(3)]
    for place in np.ndindex(w.shape):
        for array, value in zip(results, one(w[place], g[place], m[place], v[place], t, lr, betas, eps, decay)):
            array[place] = value
    return tuple(results)
