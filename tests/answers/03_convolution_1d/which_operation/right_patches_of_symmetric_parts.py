def which_operation(image, kernel, output, tolerance=1e-5):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    if windows.shape[:2] != np.shape(output):
        return "neither"
    turned = kernel[::-1, ::-1]
    even = np.tensordot(windows, (kernel + turned) / 2)
    odd = np.tensordot(windows, (kernel - turned) / 2)
    rest = output - even
    close = lambda a, b: np.allclose(a, b, rtol=tolerance, atol=1e-6)
    if close(rest, odd):
        return "both" if close(rest, -odd) else "correlation"
    return "convolution" if close(rest, -odd) else "neither"
