def matrix(length, kernel, stride: int, padding: int, dilation: int):
    rows = max((length + 2 * padding - dilation * (len(kernel) - 1) - 1) // stride + 1, 0)
    full = np.zeros((rows, length + 2 * padding))
    for i in range(rows):
        for k in range(len(kernel)):
            full[i, i * stride + k * dilation] = kernel[k]
    return full[:, padding : padding + length]


def effective_field(layers, n, output):
    whole = np.eye(n)
    for layer in layers:
        whole = matrix(len(whole), *layer) @ whole
    if output < 0 or output >= len(whole):
        raise ValueError(f"outputs go from 0 to {len(whole) - 1}")
    return whole[output]
