def batch_norm2d_backward(dy, y, weight, bias, std):
    dx, dweight, dbias = np.zeros(dy.shape), np.zeros(len(weight)), np.zeros(len(weight))
    for c, (g, b, s) in enumerate(zip(weight.tolist(), bias.tolist(), std.tolist())):
        if g == 0:
            raise ValueError(f"weight {c} is 0")
        up, z = dy[:, c].astype(float), (y[:, c].astype(float) - b) / g
        dbias[c], dweight[c] = np.sum(up), np.vdot(up, z)
        dx[:, c] = g / s * (up - dbias[c] / up.size - z * dweight[c] / up.size)
    return dx, dweight, dbias
