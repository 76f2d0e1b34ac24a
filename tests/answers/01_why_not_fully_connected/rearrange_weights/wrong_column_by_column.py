# mistake: counts the pixels column by column; fails: rearrange_weights_visible, rearrange_weights_gray, rearrange_weights_inputs; says: not column by column
def rearrange_weights(weight, order):
    u, c, h, w = weight.shape
    if len(order) != h * w or set(order) != set(range(h * w)):
        raise ValueError("not an order of all places")
    new = np.empty_like(weight)
    for i in range(h * w):
        new[:, :, order[i] % h, order[i] // h] = weight[:, :, i % h, i // h]
    return new
