# mistake: corrects v after the root and eps; fails: adamw_step_visible, adamw_step_eps; says: eps is added before v is corrected
def adamw_step(w, g, m, v, t, lr, betas, eps, decay):
    if t < 1:
        raise ValueError("steps are counted from 1")
    beta1, beta2 = betas
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v) + eps) * np.sqrt(1 - beta2**t)
    return w - lr * (step + decay * w), m, v
