# mistake: lets NumPy stretch an axis of one channel, and accepts dilation 0; fails: causal_conv1d_inputs
def causal_conv1d(x, weight, bias, dilation, past):
    (n, c, length), taps = x.shape, weight.shape[2]
    reach = max(dilation, 0) * (taps - 1)
    dilation = max(dilation, 0)
    line = np.concatenate([np.zeros((n, c, reach)), past, x], axis=2)[:, :, past.shape[2] :]
    return sum(
        np.einsum("oc,ncl->nol", weight[:, :, k].astype(float), line[:, :, k * dilation : k * dilation + length])
        for k in range(taps)
    ) + np.reshape(bias, (-1, 1))
