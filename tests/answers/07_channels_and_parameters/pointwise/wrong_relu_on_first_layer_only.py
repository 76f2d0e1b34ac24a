# mistake: has one ReLU, after the first layer; fails: pointwise_stack
def pointwise(x, layers):
    h = x.astype(float)
    for number, (matrix, bias) in enumerate(layers):
        if matrix.shape[1] != h.shape[1] or len(bias) != len(matrix):
            raise ValueError("a layer does not fit")
        h = np.einsum("oc,nchw->nohw", matrix, h)
        h = h + bias[None, :, None, None]
        if number == 0 and len(layers) > 1:
            h = np.maximum(h, 0)
    return h
