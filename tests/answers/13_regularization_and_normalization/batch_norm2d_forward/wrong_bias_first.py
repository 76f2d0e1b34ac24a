# mistake: adds the bias before the weight multiplies; fails: batch_norm2d_forward_visible, batch_norm2d_forward_training, batch_norm2d_forward_use; says: the bias is multiplied by the weight
def batch_norm2d_forward(x, weight, bias, running_mean, running_var, training, momentum, eps):
    n, c, h, w = x.shape
    if training and n * h * w == 1:
        raise ValueError("one number per channel")
    x = x.astype(float)
    old_mean, old_var = np.array(running_mean, float), np.array(running_var, float)
    if training:
        mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
        new_mean = momentum * old_mean + (1 - momentum) * mean
        new_var = momentum * old_var + (1 - momentum) * var
    else:
        mean, var = old_mean, old_var
        new_mean, new_var = old_mean, old_var
    x_hat = (x - mean.reshape(1, c, 1, 1)) / np.sqrt(var.reshape(1, c, 1, 1) + eps)
    return weight.reshape(1, c, 1, 1) * (x_hat + bias.reshape(1, c, 1, 1)), new_mean, new_var
