# mistake: writes into the array from which it still has to read; fails: rearrange_weights_visible, rearrange_weights_gray, rearrange_weights_color, rearrange_weights_inputs; says: your function changed it
def rearrange_weights(weight, order):
    u, c, h, w = weight.shape
    if len(order) != h * w or set(order) != set(range(h * w)):
        raise ValueError("not an order of all places")
    new = weight
    for i in range(h * w):
        new[:, :, order[i] // w, order[i] % w] = weight[:, :, i // w, i % w]
    return new
