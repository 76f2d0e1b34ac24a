def conv2d(x, weight, bias, stride, padding):
    if x.shape[1] != weight.shape[1]:
        raise ValueError(f"{weight.shape[1]} channels expected, got {x.shape[1]}")
    if bias.shape != (weight.shape[0],):
        raise ValueError(f"{weight.shape[0]} biases expected, got {bias.shape}")
    top, bottom, left, right = padding
    big = np.zeros((*x.shape[:2], x.shape[2] + top + bottom, x.shape[3] + left + right))
    big[:, :, top : top + x.shape[2], left : left + x.shape[3]] = x
    h, w = (big.shape[2] - weight.shape[2]), (big.shape[3] - weight.shape[3])
    if min(h, w) < 0:
        raise ValueError("the kernel does not fit")
    y = np.zeros((len(x), len(weight), h // stride[0] + 1, w // stride[1] + 1))
    y += bias[None, :, None, None]
    for a in range(weight.shape[2]):
        for b in range(weight.shape[3]):
            seen = big[:, :, a : a + h + 1 : stride[0], b : b + w + 1 : stride[1]]
            y += np.tensordot(seen, weight[:, :, a, b].astype(float), axes=(1, 1)).transpose(0, 3, 1, 2)
    return y
