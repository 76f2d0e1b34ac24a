# mistake: multiplies and adds in the dtype of the samples; fails: causal_conv1d_inputs
def causal_conv1d(x, weight, bias, dilation, past):
    (n, c, length), taps = x.shape, weight.shape[2]
    if c != weight.shape[1] or dilation < 1:
        raise ValueError("no fit")
    reach = dilation * (taps - 1)
    line = np.concatenate([np.zeros((n, c, reach), x.dtype), past, x], axis=2)[:, :, past.shape[2] :]
    y = np.zeros((n, len(weight), length), np.result_type(weight, line))
    for k in range(taps):
        y += np.einsum("oc,ncl->nol", weight[:, :, k], line[:, :, k * dilation : k * dilation + length])
    return y + np.reshape(bias, (-1, 1))
