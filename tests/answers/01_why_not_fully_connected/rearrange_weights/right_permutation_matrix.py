def rearrange_weights(weight, order):
    n = weight.shape[2] * weight.shape[3]
    if len(order) != n or min(order) < 0 or max(order) >= n:
        raise ValueError("there is no such place")
    moves = np.zeros((n, n), weight.dtype)
    moves[np.arange(n), order] = 1
    if not np.all(moves.sum(axis=0) == 1):
        raise ValueError("two pixels at one place")
    return (weight.reshape(-1, n) @ moves).reshape(weight.shape)
