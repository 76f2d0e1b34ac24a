# mistake: the chapter's w[order]: takes where it should put; fails: rearrange_weights_visible, rearrange_weights_gray; says: the wrong direction
def rearrange_weights(weight, order):
    u, c, h, w = weight.shape
    if len(order) != h * w or set(order) != set(range(h * w)):
        raise ValueError("not an order of all places")
    return weight.reshape(u, c, h * w)[:, :, order].reshape(weight.shape)
