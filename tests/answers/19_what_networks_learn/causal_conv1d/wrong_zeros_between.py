# mistake: puts the missing zeros between a short past and the piece; fails: causal_conv1d_past
def causal_conv1d(x, weight, bias, dilation, past):
    (n, c, length), taps = x.shape, weight.shape[2]
    if c != weight.shape[1] or dilation < 1:
        raise ValueError("no fit")
    reach = dilation * (taps - 1)
    known = past[:, :, max(past.shape[2] - reach, 0) :] if reach else past[:, :, :0]
    zeros = np.zeros((n, c, reach - known.shape[2]))
    line = np.concatenate([known, zeros, x], axis=2)
    return sum(
        np.einsum("oc,ncl->nol", weight[:, :, k].astype(float), line[:, :, k * dilation : k * dilation + length])
        for k in range(taps)
    ) + np.reshape(bias, (-1, 1))
