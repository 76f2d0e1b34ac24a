def blur_pool(x: np.ndarray, taps: np.ndarray, stride: tuple, channels_first: bool = True) -> np.ndarray:
    half, odd = divmod(len(taps), 2)
    if not odd:
        raise ValueError("an odd number of taps is needed")
    kernel = np.outer(np.asarray(taps, float), taps)
    h, w = x.shape[-2:]
    lines = []
    for i in range(0, h, stride[0]):
        line = []
        for j in range(0, w, stride[1]):
            seen = x[..., max(i - half, 0) : i + half + 1, max(j - half, 0) : j + half + 1]
            above, before = max(half - i, 0), max(half - j, 0)
            part = kernel[above : above + seen.shape[-2], before : before + seen.shape[-1]]
            line.append((seen * part).sum(axis=(-2, -1)) / part.sum())
        lines.append(np.stack(line, axis=-1))
    return np.stack(lines, axis=-2)
