# mistake: uses the columns of the matrix as filters; fails: pointwise_visible, pointwise_mixing; says: the matrix is transposed
def pointwise(x, layers):
    h = x.astype(float)
    for number, (matrix, bias) in enumerate(layers):
        matrix = matrix if matrix.shape[0] != matrix.shape[1] else matrix.T
        if matrix.shape[1] != h.shape[1] or len(bias) != len(matrix):
            raise ValueError("a layer does not fit")
        h = np.einsum("oc,nchw->nohw", matrix, h)
        h = h + bias[None, :, None, None]
        if number < len(layers) - 1:
            h = np.maximum(h, 0)
    return h
