def run(x: np.ndarray, w: np.ndarray, stride: int, padding: int, dilation: int) -> np.ndarray:
    longer = np.concatenate([np.repeat(x[:1], padding, axis=0), x, np.repeat(x[-1:], padding, axis=0)])
    last = len(longer) - dilation * (len(w) - 1)
    return sum(float(w[a]) * longer[a * dilation : last + a * dilation : stride] for a in range(len(w)))


def conv_matrix(w, n: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> np.ndarray:
    if dilation * (len(w) - 1) >= n + 2 * padding:
        raise ValueError(f"{len(w)} taps, {dilation} apart, do not fit")
    return run(np.eye(n), w, stride, padding, dilation)
