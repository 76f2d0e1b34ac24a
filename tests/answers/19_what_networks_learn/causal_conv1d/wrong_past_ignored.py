# mistake: starts every piece with zeros, as the usual layer does; fails: causal_conv1d_visible, causal_conv1d_past, causal_conv1d_inputs; says: the past is ignored
def causal_conv1d(x, weight, bias, dilation, past):
    (n, c, length), taps = x.shape, weight.shape[2]
    if c != weight.shape[1] or dilation < 1:
        raise ValueError("no fit")
    reach = dilation * (taps - 1)
    line = np.concatenate([np.zeros((n, c, reach)), x], axis=2)
    return sum(
        np.einsum("oc,ncl->nol", weight[:, :, k].astype(float), line[:, :, k * dilation : k * dilation + length])
        for k in range(taps)
    ) + np.reshape(bias, (-1, 1))
