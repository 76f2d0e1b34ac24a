# mistake: multiplies and adds in the dtype of the image; fails: pointwise_bias
def pointwise(x, layers):
    h = x
    for number, (matrix, bias) in enumerate(layers):
        if matrix.shape[1] != h.shape[1] or len(bias) != len(matrix):
            raise ValueError("a layer does not fit")
        matrix = matrix.astype(x.dtype) if x.dtype == np.uint8 else matrix
        h = np.einsum("oc,nchw->nohw", matrix, h)
        h = h + bias[None, :, None, None]
        if number < len(layers) - 1:
            h = np.maximum(h, 0)
    return h
