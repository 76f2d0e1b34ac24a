# mistake: returns float64 whatever came; fails: rearrange_weights_inputs
def rearrange_weights(weight, order):
    u, c, h, w = weight.shape
    if len(order) != h * w or set(order) != set(range(h * w)):
        raise ValueError("not an order of all places")
    new = np.zeros(weight.shape)
    for i in range(h * w):
        new[:, :, order[i] // w, order[i] % w] = weight[:, :, i // w, i % w]
    return new
