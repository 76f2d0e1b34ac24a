def back_to_input(y, weight, bias, std):
    """Return x - mean, for each channel."""
    return (y - bias[:, None, None]) / weight[:, None, None] * std[:, None, None]


def total(array):
    return array.sum(axis=(0, 2, 3))


def batch_norm2d_backward(dy, y, weight, bias, std):
    if (np.abs(weight) == 0).any():
        raise ValueError("no way back")
    dy, y, weight, bias, std = (np.array(part, dtype=float) for part in (dy, y, weight, bias, std))
    away, m = back_to_input(y, weight, bias, std), dy.size / dy.shape[1]
    dx_hat = dy * weight[:, None, None]
    dvar = total(dx_hat * away) * -0.5 * std**-3.0
    dmean = -total(dx_hat) / std - 2 * dvar * total(away) / m
    dx = dx_hat / std[:, None, None] + (dvar * 2 / m)[:, None, None] * away + (dmean / m)[:, None, None]
    return dx, total(dy * away / std[:, None, None]), total(dy)
