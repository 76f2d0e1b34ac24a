# mistake: applies the ReLU to the image too; fails: pointwise_visible, pointwise_mixing, pointwise_stack; says: the image itself
def pointwise(x, layers):
    h = np.maximum(x.astype(float), 0)
    for number, (matrix, bias) in enumerate(layers):
        if matrix.shape[1] != h.shape[1] or len(bias) != len(matrix):
            raise ValueError("a layer does not fit")
        h = np.einsum("oc,nchw->nohw", matrix, h)
        h = h + bias[None, :, None, None]
        if number < len(layers) - 1:
            h = np.maximum(h, 0)
    return h
