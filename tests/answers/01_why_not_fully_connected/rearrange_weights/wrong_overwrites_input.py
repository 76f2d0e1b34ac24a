# mistake: computes the right weights and stores them in the array that it was given; fails: rearrange_weights_visible, rearrange_weights_inputs; says: your function changed it
def rearrange_weights(weight, order):
    u, c, h, w = weight.shape
    if len(order) != h * w or set(order) != set(range(h * w)):
        raise ValueError("not an order of all places")
    new = np.empty_like(weight)
    for i in range(h * w):
        new[:, :, order[i] // w, order[i] % w] = weight[:, :, i // w, i % w]
    weight[...] = new
    return weight
