# mistake: uses beta2 for m and beta1 for v; fails: adamw_step_visible, adamw_step_averages, adamw_step_step; says: the two betas are exchanged
def adamw_step(w, g, m, v, t, lr, betas, eps, decay):
    if t < 1:
        raise ValueError("steps are counted from 1")
    beta2, beta1 = betas
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    return w - lr * (step + decay * w), m, v
