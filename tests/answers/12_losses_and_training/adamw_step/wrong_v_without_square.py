# mistake: averages the size in place of the square; fails: adamw_step_visible, adamw_step_averages, adamw_step_step, adamw_step_eps, adamw_step_inputs; says: v averages g where it should average its square
def adamw_step(w, g, m, v, t, lr, betas, eps, decay):
    if t < 1:
        raise ValueError("steps are counted from 1")
    beta1, beta2 = betas
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.abs(g)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    return w - lr * (step + decay * w), m, v
