def upsample_bilinear(x: np.ndarray, size: tuple, align_corners: bool, dtype: type = float) -> np.ndarray:
    y = x.astype(dtype)
    for axis in (2, 3):
        old, new = x.shape[axis], size[axis - 2]
        step = (old - 1) / (new - 1) if align_corners and new > 1 else old / new
        first = 0.0 if align_corners else step / 2 - 0.5
        at = np.clip(first + step * np.arange(new), 0, old - 1)
        low = np.floor(at).astype(int)
        high = np.ceil(at).astype(int)
        share = (at - low).reshape((-1,) + (1,) * (3 - axis))
        y = np.take(y, low, axis) + share * (np.take(y, high, axis) - np.take(y, low, axis))
    return y
