# mistake: lets only arrays of exactly two axes decay; fails: sgd_step_zero
def sgd_step(params, grads, velocities, lr, momentum, decay):
    new_params, new_velocities = {}, {}
    for name, w in params.items():
        g = grads[name]
        if w.ndim == 2:
            g = g + decay * w
        v = momentum * velocities.get(name, 0) + g
        new_params[name] = w - lr * v
        new_velocities[name] = v
    return new_params, new_velocities
