# mistake: adds the bias along the last axis; fails: pointwise_visible, pointwise_bias; says: the bias is added along the width
def pointwise(x, layers):
    h = x.astype(float)
    for number, (matrix, bias) in enumerate(layers):
        if matrix.shape[1] != h.shape[1] or len(bias) != len(matrix):
            raise ValueError("a layer does not fit")
        h = np.einsum("oc,nchw->nohw", matrix, h)
        h = h + np.resize(bias, h.shape[3])
        if number < len(layers) - 1:
            h = np.maximum(h, 0)
    return h
