# mistake: lets NumPy stretch what does not fit; fails: pointwise_errors
def pointwise(x, layers):
    h = x.astype(float)
    for number, (matrix, bias) in enumerate(layers):
        h = np.einsum("oc,nchw->nohw", matrix, h)
        h = h + bias[None, :, None, None]
        if number < len(layers) - 1:
            h = np.maximum(h, 0)
    return h
