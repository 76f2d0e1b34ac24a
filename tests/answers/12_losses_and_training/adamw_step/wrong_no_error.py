# mistake: accepts a step number of 0; fails: adamw_step_eps
def adamw_step(w, g, m, v, t, lr, betas, eps, decay):
    t = max(t, 1)
    beta1, beta2 = betas
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    return w - lr * (step + decay * w), m, v
