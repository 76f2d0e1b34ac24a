def batch_norm2d_forward(x, weight, bias, running_mean, running_var, training, momentum, eps):
    C = x.shape[1]
    y = np.zeros(x.shape)
    means, variances = [float(v) for v in running_mean], [float(v) for v in running_var]
    for c in range(C):
        values = x[:, c].astype(float)
        if training:
            if values.size < 2:
                raise ValueError("a channel of a single number")
            mean = values.sum() / values.size
            var = ((values - mean) ** 2).sum() / values.size
            means[c] = momentum * means[c] + (1 - momentum) * mean
            variances[c] = momentum * variances[c] + (1 - momentum) * var
        else:
            mean, var = means[c], variances[c]
        y[:, c] = weight[c] * (values - mean) * (var + eps) ** -0.5 + bias[c]
    return y, np.array(means), np.array(variances)
