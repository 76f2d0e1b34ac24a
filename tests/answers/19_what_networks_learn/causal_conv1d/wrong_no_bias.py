# mistake: forgets the bias; fails: causal_conv1d_visible, causal_conv1d_values; says: the bias is missing
def causal_conv1d(x, weight, bias, dilation, past):
    (n, c, length), taps = x.shape, weight.shape[2]
    if c != weight.shape[1] or dilation < 1:
        raise ValueError("no fit")
    reach = dilation * (taps - 1)
    line = np.concatenate([np.zeros((n, c, reach)), past, x], axis=2)[:, :, past.shape[2] :]
    return sum(
        np.einsum("oc,ncl->nol", weight[:, :, k].astype(float), line[:, :, k * dilation : k * dilation + length])
        for k in range(taps)
    )
