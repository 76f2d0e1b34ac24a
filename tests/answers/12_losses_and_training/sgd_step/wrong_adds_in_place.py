# mistake: adds the decay to the caller's gradient; fails: sgd_step_visible, sgd_step_inputs; says: your function added the decay to the caller's own array
def sgd_step(params, grads, velocities, lr, momentum, decay):
    new_params, new_velocities = {}, {}
    for name, w in params.items():
        g = grads[name]
        if w.ndim > 1:
            g += decay * w
        v = momentum * velocities.get(name, 0) + g
        new_params[name] = w - lr * v
        new_velocities[name] = v
    return new_params, new_velocities
