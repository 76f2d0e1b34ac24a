# mistake: keeps the shortcut for gradients of 0; fails: sgd_step_visible, sgd_step_zero; says: a gradient of 0 stops everything
def sgd_step(params, grads, velocities, lr, momentum, decay):
    new_params, new_velocities = {}, {}
    for name, w in params.items():
        g = grads[name]
        if not g.any():
            new_params[name], new_velocities[name] = w, velocities.get(name, 0 * w)
            continue
        if w.ndim > 1:
            g = g + decay * w
        v = momentum * velocities.get(name, 0) + g
        new_params[name] = w - lr * v
        new_velocities[name] = v
    return new_params, new_velocities
