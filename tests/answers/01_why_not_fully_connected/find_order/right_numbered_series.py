def find_order(before, after):
    n, size = len(before), before[0].size
    both = np.concatenate([before.reshape(n, size), after.reshape(n, size)], axis=1)
    number = np.unique(both, axis=1, return_inverse=True)[1].ravel()
    first, second = number[:size], number[size:]
    if np.any(np.sort(first) != np.sort(second)):
        raise ValueError("not a mixture")
    inverse = np.empty(size, dtype=int)
    inverse[np.argsort(second, kind="stable")] = np.argsort(first, kind="stable")
    return np.argsort(inverse)
