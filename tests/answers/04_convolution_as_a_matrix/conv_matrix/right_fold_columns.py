def conv_matrix(w, n, stride, padding, dilation):
    length = n + 2 * padding
    spread = np.zeros(dilation * (len(w) - 1) + 1)
    spread[::dilation] = w
    if len(spread) > length:
        raise ValueError("too long a kernel")
    wide = np.array([np.roll(np.pad(spread, (0, length - len(spread))), i) for i in range(length - len(spread) + 1)])
    wide = wide[::stride]
    narrow = wide[:, padding : padding + n].copy()
    narrow[:, 0] += wide[:, :padding].sum(axis=1)
    narrow[:, -1] += wide[:, padding + n :].sum(axis=1)
    return narrow
