def moments(x):
    m = x.shape[0] * x.shape[2] * x.shape[3]
    if m == 1:
        raise ValueError("at least two numbers in each channel, please")
    mean = np.einsum("ncij->c", x) / m
    away = x - mean[None, :, None, None]
    return mean, np.einsum("ncij,ncij->c", away, away) / m


def batch_norm2d_forward(x, weight, bias, running_mean, running_var, training, momentum, eps):
    x = np.asarray(x, dtype=np.float64)
    state = [np.array(part, dtype=np.float64) for part in (running_mean, running_var)]
    mean, var = moments(x) if training else state
    if training:
        state = [momentum * old + (1 - momentum) * new for old, new in zip(state, (mean, var))]
    scale = weight / np.sqrt(var + eps)
    shift = bias - mean * scale
    return x * scale[:, None, None] + shift[:, None, None], state[0], state[1]
