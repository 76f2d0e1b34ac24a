def sgd_step(params, grads, velocities, lr, momentum, decay):
    total = {name: grads[name] + decay * (w.ndim >= 2) * w for name, w in params.items()}
    after = {name: g + momentum * velocities[name] if name in velocities else g for name, g in total.items()}
    return {name: params[name] - lr * v for name, v in after.items()}, after
