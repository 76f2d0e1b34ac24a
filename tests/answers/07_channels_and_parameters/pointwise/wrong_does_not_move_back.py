# mistake: reshapes the result to N, C, H, W without moving the channel axis back; fails: pointwise_visible, pointwise_mixing, pointwise_bias; says: the channel axis was not moved back
def pointwise(x, layers):
    h = x.astype(float)
    for number, (matrix, bias) in enumerate(layers):
        if matrix.shape[1] != h.shape[1] or len(bias) != len(matrix):
            raise ValueError("a layer does not fit")
        n, c, height, width = h.shape
        h = h.transpose(0, 2, 3, 1).reshape(-1, c) @ matrix.T + bias
        h = h.reshape(n, len(matrix), height, width)
        if number < len(layers) - 1:
            h = np.maximum(h, 0)
    return h
