# mistake: orders all weights of the layer as one list; fails: rearrange_weights_visible, rearrange_weights_gray, rearrange_weights_color, rearrange_weights_inputs; says: all colors of a pixel move
def rearrange_weights(weight, order):
    u, c, h, w = weight.shape
    if sorted(order) != list(range(h * w)):
        raise ValueError("not an order of all places")
    new = weight.ravel().copy()
    new[order] = weight.ravel()[: h * w]
    return new.reshape(weight.shape)
