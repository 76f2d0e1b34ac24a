def shift_matrix(length, before, lag):
    matrix = np.zeros((before + length, length))
    for t in range(length):
        if before + t - lag >= 0:
            matrix[before + t - lag, t] = 1
    return matrix


def causal_conv1d(x, weight, bias, dilation, past, axis=2):
    taps = weight.shape[2]
    if dilation <= 0 or x.shape[1] != weight.shape[1]:
        raise ValueError("expected a positive dilation and weights for the channels of x")
    signal = np.concatenate([past, x], axis=axis).astype(float)
    lags = [shift_matrix(x.shape[2], past.shape[2], dilation * (taps - 1 - k)) for k in range(taps)]
    return np.einsum("ncs,kst,ock->not", signal, np.array(lags), weight) + np.reshape(bias, (1, -1, 1))
