# mistake: forgets the bias; fails: pointwise_visible, pointwise_bias; says: the bias is missing
def pointwise(x, layers):
    h = x.astype(float)
    for number, (matrix, bias) in enumerate(layers):
        if matrix.shape[1] != h.shape[1] or len(bias) != len(matrix):
            raise ValueError("a layer does not fit")
        h = np.einsum("oc,nchw->nohw", matrix, h)
        if number < len(layers) - 1:
            h = np.maximum(h, 0)
    return h
