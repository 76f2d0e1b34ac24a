# mistake: leaves the ReLU out; fails: pointwise_visible, pointwise_stack; says: there is no ReLU between the layers
def pointwise(x, layers):
    h = x.astype(float)
    for number, (matrix, bias) in enumerate(layers):
        if matrix.shape[1] != h.shape[1] or len(bias) != len(matrix):
            raise ValueError("a layer does not fit")
        h = np.einsum("oc,nchw->nohw", matrix, h)
        h = h + bias[None, :, None, None]
        if False:
            h = np.maximum(h, 0)
    return h
