# mistake: reshapes as if the colors stood last; fails: rearrange_weights_visible, rearrange_weights_color; says: colors and pixels got mixed
def rearrange_weights(weight, order):
    U, C, H, W = weight.shape
    if sorted(order) != list(range(H * W)):
        raise ValueError("order is not a permutation")
    flat = weight.reshape(U, H * W, C)
    new = np.zeros_like(flat)
    new[:, order] = flat
    return new.reshape(U, C, H, W)
