# mistake: computes the variance as E[x^2] - E[x]^2, which loses its digits far from 0; fails: batch_norm2d_forward_training
def batch_norm2d_forward(x, weight, bias, running_mean, running_var, training, momentum, eps):
    x = np.asarray(x, dtype=float)
    N, C, H, W = x.shape
    if training:
        if N * H * W == 1:
            raise ValueError("one number")
        mean, var = x.mean(axis=(0, 2, 3)), (x**2).mean(axis=(0,2,3)) - x.mean(axis=(0,2,3))**2
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        running_mean, running_var = mean, var = 1.0 * running_mean, 1.0 * running_var
    c = (slice(None), None, None)
    y = weight[c] * (x - mean[c]) / np.sqrt(var[c] + eps) + bias[c]
    return y, running_mean, running_var
