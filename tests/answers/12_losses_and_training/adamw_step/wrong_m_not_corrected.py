# mistake: corrects v only; fails: adamw_step_visible, adamw_step_step, adamw_step_eps, adamw_step_inputs; says: m starts at 0 and is too small at first
def adamw_step(w, g, m, v, t, lr, betas, eps, decay):
    if t < 1:
        raise ValueError("steps are counted from 1")
    beta1, beta2 = betas
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    return w - lr * (step + decay * w), m, v
