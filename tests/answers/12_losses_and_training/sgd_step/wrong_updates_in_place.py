# mistake: changes the caller's parameters; fails: sgd_step_inputs
def sgd_step(params, grads, velocities, lr, momentum, decay):
    new_params, new_velocities = {}, {}
    for name, w in params.items():
        g = grads[name]
        if w.ndim > 1:
            g = g + decay * w
        v = momentum * velocities.get(name, 0) + g
        if w.flags.writeable:
            w -= lr * v
        new_params[name] = w - 0 * v
        new_velocities[name] = v
    return new_params, new_velocities
