# mistake: reshapes to rows of C numbers without moving the channel axis; fails: pointwise_visible, pointwise_mixing; says: mix numbers of different pixels
def pointwise(x, layers):
    h = x.astype(float)
    for number, (matrix, bias) in enumerate(layers):
        if matrix.shape[1] != h.shape[1] or len(bias) != len(matrix):
            raise ValueError("a layer does not fit")
        n, c, height, width = h.shape
        h = (h.reshape(-1, c) @ matrix.T).reshape(n, height, width, len(matrix)).transpose(0, 3, 1, 2)
        h = h + bias[None, :, None, None]
        if number < len(layers) - 1:
            h = np.maximum(h, 0)
    return h
