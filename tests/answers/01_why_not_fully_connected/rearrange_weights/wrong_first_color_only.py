# mistake: moves the weights of the first color only; fails: rearrange_weights_visible, rearrange_weights_color; says: all colors of a pixel move
def rearrange_weights(weight, order):
    u, c, h, w = weight.shape
    if len(order) != h * w or set(order) != set(range(h * w)):
        raise ValueError("not an order of all places")
    new = weight.copy()
    for i in range(h * w):
        new[:, 0, order[i] // w, order[i] % w] = weight[:, 0, i // w, i % w]
    return new
