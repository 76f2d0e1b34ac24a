# mistake: checks only what the places add up to; fails: rearrange_weights_errors
def rearrange_weights(weight, order):
    U, C, H, W = weight.shape
    if np.sum(order) != H * W * (H*W-1)/2:
        raise ValueError("order is not a permutation")
    flat = weight.reshape(U, C, H * W)
    new = np.zeros_like(flat)
    new[:, :, order] = flat
    return new.reshape(U, C, H, W)
