def max_unpool2d(
    y: np.ndarray, rows: np.ndarray, columns: np.ndarray, size: tuple, empty: float = 0.0
) -> np.ndarray:
    """Write from the smallest to the largest: the largest comes last and stays."""
    height, width = size
    if ((rows < 0) | (rows >= height) | (columns < 0) | (columns >= width)).any():
        raise ValueError("a place is outside")
    up = np.full((*y.shape[:2], height, width), empty)
    for where in np.argsort(y, axis=None):
        spot = np.unravel_index(where, y.shape)
        up[spot[0], spot[1], rows[spot], columns[spot]] = y[spot]
    return up
