# mistake: cuts the past with [-reach:], which keeps everything when the reach is 0; fails: causal_conv1d_past
def causal_conv1d(x, weight, bias, dilation, past):
    (n, c, length), taps = x.shape, weight.shape[2]
    if c != weight.shape[1] or dilation < 1:
        raise ValueError("no fit")
    reach = dilation * (taps - 1)
    known = past[:, :, -reach:]
    line = np.concatenate([np.zeros((n, c, max(reach - known.shape[2], 0))), known, x], axis=2)
    return sum(
        np.einsum("oc,ncl->nol", weight[:, :, k].astype(float), line[:, :, k * dilation : k * dilation + length])
        for k in range(taps)
    ) + np.reshape(bias, (-1, 1))
