# mistake: returns also the outputs of the past; fails: causal_conv1d_visible, causal_conv1d_future, causal_conv1d_past, causal_conv1d_inputs; says: shape
def causal_conv1d(x, weight, bias, dilation, past):
    (n, c, _), taps = x.shape, weight.shape[2]
    if c != weight.shape[1] or dilation < 1:
        raise ValueError("no fit")
    reach = dilation * (taps - 1)
    line = np.concatenate([np.zeros((n, c, reach)), past, x], axis=2)
    length = line.shape[2] - reach
    return sum(
        np.einsum("oc,ncl->nol", weight[:, :, k].astype(float), line[:, :, k * dilation : k * dilation + length])
        for k in range(taps)
    ) + np.reshape(bias, (-1, 1))
