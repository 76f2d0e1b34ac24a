def pointwise(x, layers):
    (matrix, bias), rest = layers[0], layers[1:]
    n, c, h, w = x.shape
    if matrix.shape[1] != c or matrix.shape[:1] != np.shape(bias):
        raise ValueError("this layer does not fit")
    flat = np.array(x, dtype=float).reshape(n, c, h * w)
    out = np.matmul(matrix, flat) + np.reshape(bias, (-1, 1))
    out = out.reshape(n, len(matrix), h, w)
    return pointwise(np.where(out > 0, out, 0), rest) if rest else out
