def moving_average(x: np.ndarray, m: int, dtype: type = float) -> np.ndarray:
    if m < 1 or not m % 2:
        raise ValueError(f"an odd window is needed, got {m}")
    box = np.ones(m)
    first = m // 2
    signal = np.asarray(x, dtype)
    sums = np.convolve(signal, box)[first : first + len(signal)]
    counts = np.convolve(np.ones(len(signal)), box)[first : first + len(signal)]
    return sums / counts
