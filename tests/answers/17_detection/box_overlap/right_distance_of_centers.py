def box_overlap(boxes_a: np.ndarray, boxes_b: np.ndarray, dtype: type = np.float64) -> np.ndarray:
    """The shared length is the mean size minus the distance, at most the smaller size."""
    (place_a, size_a), (place_b, size_b) = (np.split(boxes.astype(dtype), 2, axis=1) for boxes in (boxes_a, boxes_b))
    if np.any(size_a < 0) or np.any(size_b < 0):
        raise ValueError("negative size")
    size_a = size_a[:, None, :]
    lengths = (size_a + size_b) / 2 - np.abs(place_a[:, None, :] - place_b)
    lengths = np.minimum(np.maximum(lengths, 0), np.minimum(size_a, size_b))
    shared = np.prod(lengths, axis=-1)
    union = np.prod(size_a, axis=-1) + np.prod(size_b, axis=-1) - shared
    return np.divide(shared, union, out=np.zeros(shared.shape), where=union > 0)
