def sgd_step(params, grads, velocities, lr, momentum, decay):
    names = list(params)
    sizes = np.cumsum([params[name].size for name in names])[:-1]
    flat = lambda arrays: np.concatenate([np.ravel(array) for array in arrays])
    w, g = flat(params[name] for name in names), flat(grads[name] for name in names)
    v = flat(velocities.get(name, 0 * params[name]) for name in names)
    shrink = flat(np.full(params[name].shape, decay if params[name].ndim > 1 else 0.0) for name in names)
    v = momentum * v + g + shrink * w
    w = w - lr * v
    apart = lambda vector: {
        name: part.reshape(params[name].shape) for name, part in zip(names, np.split(vector, sizes))
    }
    return apart(w), apart(v)
