def find_curve(before: np.ndarray, after: np.ndarray, unknown: int = -1) -> np.ndarray:
    if before.shape != after.shape:
        raise ValueError("the images differ in shape")
    pairs = np.unique(np.stack([before.ravel(), after.ravel()], axis=1), axis=0)
    old, new = pairs.T
    if len(np.unique(old)) < len(old):
        raise ValueError("an old gray has several new ones")
    curve = np.full(256, unknown, dtype=int)
    curve[old] = new
    return curve
