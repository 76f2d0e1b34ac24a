def joint_counts(before, after):
    counts = np.zeros((256, 256), dtype=int)
    np.add.at(counts, (before.ravel(), after.ravel()), 1)
    return counts


def find_curve(before, after):
    if before.ndim != after.ndim or list(before.shape) != list(after.shape):
        raise ValueError("expected two images of one shape")
    used = joint_counts(before, after) > 0
    if (used.sum(axis=1) > 1).any():
        raise ValueError("not a function of the gray")
    return np.where(used.any(axis=1), used.argmax(axis=1), -1)
