# mistake: the usual "same" padding: half of the taps look ahead; fails: causal_conv1d_visible, causal_conv1d_values, causal_conv1d_future; says: look into the future
def causal_conv1d(x, weight, bias, dilation, past):
    (n, c, length), taps = x.shape, weight.shape[2]
    if c != weight.shape[1] or dilation < 1:
        raise ValueError("no fit")
    reach = dilation * (taps - 1)
    ahead = reach // 2
    line = np.concatenate([np.zeros((n, c, reach)), past, x, np.zeros((n, c, ahead))], axis=2)
    line = line[:, :, line.shape[2] - reach - length :]
    return sum(
        np.einsum("oc,ncl->nol", weight[:, :, k].astype(float), line[:, :, k * dilation : k * dilation + length])
        for k in range(taps)
    ) + np.reshape(bias, (-1, 1))
