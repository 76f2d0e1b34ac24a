def causal_conv1d(x, weight, bias, dilation, past):
    (n, c_in, length), (c_out, channels, taps) = x.shape, weight.shape
    if channels != c_in or dilation < 1:
        raise ValueError("these do not fit")
    y = np.zeros((n, c_out, length))
    for t in range(length):
        y[:, :, t] = bias
        for k in range(taps):
            at = t - dilation * (taps - 1 - k)
            if at >= 0:
                sample = x[:, :, at]
            elif -at <= past.shape[2]:
                sample = past[:, :, past.shape[2] + at]
            else:
                continue
            y[:, :, t] += sample.astype(float) @ weight[:, :, k].astype(float).T
    return y
