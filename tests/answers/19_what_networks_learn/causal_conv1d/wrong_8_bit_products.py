# mistake: adds into floats, but multiplies in the dtype of weight and samples; fails: causal_conv1d_inputs
def causal_conv1d(x, weight, bias, dilation, past):
    if x.shape[1] != weight.shape[1] or dilation < 1:
        raise ValueError("no fit")
    (n, c, length), taps, ago = x.shape, weight.shape[2], past.shape[2]
    line = np.concatenate([past, x], axis=2)
    y = np.zeros((n, len(weight), length)) + np.reshape(bias, (-1, 1))
    for t in range(length):
        for k in range(taps):
            place = ago + t - dilation * (taps - 1 - k)
            if place >= 0:
                for channel in range(c):
                    y[:, :, t] += line[:, channel, None, place] * weight[:, channel, k]
    return y
