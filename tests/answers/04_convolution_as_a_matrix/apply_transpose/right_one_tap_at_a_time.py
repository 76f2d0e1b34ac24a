def apply_transpose(outputs: np.ndarray, kernel: np.ndarray, size: tuple, stride: tuple = (1, 1)) -> np.ndarray:
    rows, columns = (range(0, n - k + 1, s) for n, k, s in zip(size, kernel.shape, stride))
    if outputs.shape != (len(rows), len(columns)):
        raise ValueError(f"expected {len(rows)} x {len(columns)} outputs")
    image = np.zeros(size)
    for (a, b), weight in np.ndenumerate(kernel.astype(float)):
        image[np.ix_([r + a for r in rows], [c + b for c in columns])] += weight * outputs
    return image
