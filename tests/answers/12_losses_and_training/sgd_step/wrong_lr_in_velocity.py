# mistake: multiplies the velocity by lr and keeps that; fails: sgd_step_visible, sgd_step_zero, sgd_step_velocity; says: this velocity is multiplied by lr
def sgd_step(params, grads, velocities, lr, momentum, decay):
    new_params, new_velocities = {}, {}
    for name, w in params.items():
        g = grads[name]
        if w.ndim > 1:
            g = g + decay * w
        v = momentum * velocities.get(name, 0) + lr * g
        new_params[name] = w - v
        new_velocities[name] = v
    return new_params, new_velocities
