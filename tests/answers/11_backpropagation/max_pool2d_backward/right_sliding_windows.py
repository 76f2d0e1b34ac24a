def max_pool2d_backward(
    dy: np.ndarray, x: np.ndarray, kernel_size: tuple[int, int], stride: tuple[int, int], padding=(0, 0)
) -> np.ndarray:
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    sides = ((0, 0), (0, 0), (ph, ph), (pw, pw))
    padded = np.pad(x.astype(float), sides, constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel_size, (2, 3))[:, :, ::sh, ::sw]
    if dy.shape != windows.shape[:4]:
        raise ValueError(f"expected {windows.shape[:4]}, got {dy.shape}")
    marked = (windows == windows.max((4, 5), keepdims=True)).astype(float)
    marked *= (dy / marked.sum((4, 5)))[..., None, None]
    dx = np.zeros(padded.shape)
    (rows, columns) = dy.shape[2:]
    for a in range(kh):
        for b in range(kw):
            dx[:, :, a : a + rows * sh : sh, b : b + columns * sw : sw][:, :, :rows, :columns] += marked[..., a, b]
    return dx[:, :, ph:-ph or None, pw:-pw or None]
