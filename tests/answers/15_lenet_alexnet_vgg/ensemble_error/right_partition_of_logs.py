def ensemble_error(scores, labels, k):
    """Stay with logarithms to the end: they have the same order."""
    classes = scores.shape[-1]
    if not (0 < k <= classes):
        raise ValueError("k is out of range")
    logs = scores - np.logaddexp.reduce(scores, axis=-1)[..., None]
    mean = np.logaddexp.reduce(logs, axis=0)
    threshold = np.partition(mean, classes - k, axis=-1)[:, classes - k]
    own = np.take_along_axis(mean, np.asarray(labels)[:, None], axis=-1)[:, 0]
    return np.count_nonzero(own < threshold) / len(own)
