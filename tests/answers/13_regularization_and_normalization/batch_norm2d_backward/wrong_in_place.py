# mistake: turns the caller's y into the normalized x; fails: batch_norm2d_backward_inputs
def batch_norm2d_backward(dy, y, weight, bias, std):
    n, c, h, w = dy.shape
    if np.any(weight == 0):
        raise ValueError("x is lost where the weight is 0")
    gamma, beta, s = (np.asarray(part, float).reshape(1, c, 1, 1) for part in (weight, bias, std))
    dy, y = dy.astype(float), y.astype(float, copy=False)
    if y.flags.writeable:
        y -= beta
        y /= gamma
        x_hat = y
    else:
        x_hat = (y - beta) / gamma
    dweight, dbias = (dy * x_hat).sum(axis=(0, 2, 3)), dy.sum(axis=(0, 2, 3))
    d = dy * gamma
    through_mean = d.mean(axis=(0, 2, 3), keepdims=True)
    through_var = x_hat * (d * x_hat).mean(axis=(0, 2, 3), keepdims=True)
    return (d - through_mean - through_var) / s, dweight, dbias
