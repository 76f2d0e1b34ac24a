# mistake: averages the errors of the networks; fails: ensemble_error_visible, ensemble_error_average, ensemble_error_large; says: the errors of the networks are averaged
def ensemble_error(scores, labels, k):
    if k < 1 or k > scores.shape[2]:
        raise ValueError("k from 1 to C")
    best = np.argsort(-scores, axis=2)[:, :, :k]
    return float(np.mean((best != labels[None, :, None]).all(axis=2)))
