# mistake: subtracts the decay beside lr; fails: sgd_step_visible, sgd_step_zero; says: the weight decays by decay * w
def sgd_step(params, grads, velocities, lr, momentum, decay):
    new_params, new_velocities = {}, {}
    for name, w in params.items():
        g = grads[name]
        if w.ndim > 1:
            pass
        v = momentum * velocities.get(name, 0) + g
        new_params[name] = w - lr * v - (decay * w if w.ndim > 1 else 0)
        new_velocities[name] = v
    return new_params, new_velocities
