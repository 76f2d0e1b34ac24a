def effective_field(layers, n, output, top: bool = True):
    lengths = [n]
    for kernel, stride, padding, dilation in layers:
        lengths.append((lengths[-1] + 2 * padding - dilation * (len(kernel) - 1) - 1) // stride + 1)
    if output not in range(lengths[-1]):
        if top:
            raise ValueError(f"no output {output} among {lengths[-1]}")
        return np.zeros(n)
    if not layers:
        return np.eye(n)[output]
    kernel, stride, padding, dilation = layers[-1]
    field = np.zeros(n)
    for k in range(len(kernel)):
        below = effective_field(layers[:-1], n, output * stride + k * dilation - padding, False)
        field += float(kernel[k]) * below
    return field
