def adamw_step(w, g, m, v, t, lr, betas, eps, decay):
    if t < 1:
        raise ValueError("expected t >= 1")
    beta = np.array(betas).reshape(2, *[1] * np.ndim(w))
    averages = beta * np.stack([m, v]) + (1 - beta) * np.stack([g, np.square(g)])
    mean, square = averages / (1 - np.power(beta, t))
    change = np.divide(mean, np.sqrt(square) + eps)
    new = np.array(w, dtype=float)
    new -= lr * decay * new
    new -= lr * change
    return new, averages[0], averages[1]
