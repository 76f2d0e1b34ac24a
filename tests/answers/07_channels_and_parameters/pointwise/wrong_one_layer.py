# mistake: applies only the first layer; fails: pointwise_visible, pointwise_stack; says: the second layer is missing
def pointwise(x, layers):
    for matrix, bias in layers:
        if matrix.shape[0] != len(bias):
            raise ValueError("a layer does not fit")
    for (matrix, _), (_, earlier) in zip(layers[1:], layers):
        if matrix.shape[1] != len(earlier):
            raise ValueError("a layer does not fit")
    matrix, bias = layers[0]
    if matrix.shape[1] != x.shape[1]:
        raise ValueError("a layer does not fit")
    return np.einsum("oc,nchw->nohw", matrix, x.astype(float)) + bias[:, None, None]
