def spread(kernel, dilation):
    big = np.zeros([(size - 1) * d + 1 for size, d in zip(kernel.shape, dilation)])
    big[:: dilation[0], :: dilation[1]] = kernel
    return big


def strided_filter(image, kernel, stride, dilation):
    if any(size % 2 == 0 for size in kernel.shape):
        raise ValueError("even kernel")
    big = spread(kernel, dilation)
    h, w = image.shape
    padded = np.pad(np.asarray(image, float), [(size // 2,) * 2 for size in big.shape], mode="edge")
    full = sum(big[u, v] * padded[u : u + h, v : v + w] for u, v in zip(*np.nonzero(big)))
    return (full + np.zeros((h, w)))[:: stride[0], :: stride[1]]
