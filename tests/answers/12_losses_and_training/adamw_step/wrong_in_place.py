# mistake: changes the caller's averages; fails: adamw_step_inputs
def adamw_step(w, g, m, v, t, lr, betas, eps, decay):
    if t < 1:
        raise ValueError("steps are counted from 1")
    beta1, beta2 = betas
    if m.flags.writeable and m is not v:
        m *= beta1
        m += (1 - beta1) * g
    else:
        m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    return w - lr * (step + decay * w), m, v
