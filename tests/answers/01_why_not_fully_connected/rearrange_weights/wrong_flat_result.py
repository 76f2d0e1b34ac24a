# mistake: forgets to lay the weights out as a picture again; fails: rearrange_weights_visible, rearrange_weights_gray, rearrange_weights_color, rearrange_weights_inputs; says: shape
def rearrange_weights(weight, order):
    u, c, h, w = weight.shape
    if len(order) != h * w or set(order) != set(range(h * w)):
        raise ValueError("not an order of all places")
    new = np.empty_like(weight)
    for i in range(h * w):
        new[:, :, order[i] // w, order[i] % w] = weight[:, :, i // w, i % w]
    return new.reshape(u, c, h * w)
