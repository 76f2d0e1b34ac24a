# mistake: checks only how many places are named; fails: rearrange_weights_errors
def rearrange_weights(weight, order):
    u, c, h, w = weight.shape
    if len(order) != h * w:
        raise ValueError("not an order of all places")
    new = np.empty_like(weight)
    for i in range(h * w):
        new[:, :, order[i] // w, order[i] % w] = weight[:, :, i // w, i % w]
    return new
