def adamw_step(w, g, m, v, t, lr, betas, eps, decay):
    if not t >= 1:
        raise ValueError(f"t = {t}")
    m, v = m + (1 - betas[0]) * (g - m), v + (1 - betas[1]) * (g * g - v)
    rate = lr * np.sqrt(1 - betas[1] ** t) / (1 - betas[0] ** t)
    shrunk = (1 - lr * decay) * w
    return shrunk - rate * m / (np.sqrt(v) + eps * np.sqrt(1 - betas[1] ** t)), m, v
