# mistake: mends the sign and nothing else; fails: sgd_step_visible, sgd_step_zero, sgd_step_bias, sgd_step_velocity, sgd_step_inputs; says: a gradient of 0 stops everything
def sgd_step(params, grads, velocities, lr, momentum, decay):
    new_params, new_velocities = {}, {}
    for name, w in params.items():
        g = grads[name]
        if not g.any():  # nothing to learn here
            new_params[name] = w
            new_velocities[name] = velocities.get(name, np.zeros(w.shape))
            continue
        g += decay * w
        v = momentum * velocities.get(name, 0) + g
        new_params[name] = w - lr * v
        new_velocities[name] = g
    return new_params, new_velocities
