def strided_filter(image, kernel, stride, dilation):
    if not (kernel.shape[0] % 2 and kernel.shape[1] % 2):
        raise ValueError(f"odd sizes are needed, got {kernel.shape}")
    reach = [(size // 2 * d, size // 2 * d) for size, d in zip(kernel.shape, dilation)]
    padded = np.pad(image.astype(float), reach, mode="edge")
    spans = [(size - 1) * d + 1 for size, d in zip(kernel.shape, dilation)]
    windows = np.lib.stride_tricks.sliding_window_view(padded, spans)
    picked = windows[:: stride[0], :: stride[1], :: dilation[0], :: dilation[1]]
    return np.einsum("ijuv,uv->ij", picked, kernel.astype(float))
