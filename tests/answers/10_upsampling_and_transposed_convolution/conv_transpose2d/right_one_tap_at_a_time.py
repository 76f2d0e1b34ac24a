def positions(length, window, step):
    return max((length - window) // step + 1, 0)


def conv_transpose2d(x, weight, bias, stride, padding, size):
    padded = size[0] + padding[0] + padding[1], size[1] + padding[2] + padding[3]
    h, w = x.shape[2:]
    kernel = weight.shape[2:]
    if [positions(*each) for each in zip(padded, kernel, stride)] != [h, w]:
        raise ValueError(f"{size} is no size for {x.shape}")
    y = np.zeros((x.shape[0], weight.shape[1], *padded))
    for a in range(kernel[0]):
        for b in range(kernel[1]):
            rows = slice(a, a + (h - 1) * stride[0] + 1, stride[0])
            columns = slice(b, b + (w - 1) * stride[1] + 1, stride[1])
            y[:, :, rows, columns] += np.einsum("ncij,co->noij", x.astype(float), weight[:, :, a, b])
    y = y[:, :, padding[0] :, padding[2] :][:, :, : size[0], : size[1]]
    return y + np.asarray(bias).reshape(-1, 1, 1)
