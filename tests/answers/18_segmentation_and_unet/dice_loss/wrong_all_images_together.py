# mistake: sums over all images at once; fails: dice_loss_visible, dice_loss_images; says: each image has its own
def dice_loss(logits, masks, eps):
    p = 0.5 * (1 + np.tanh(0.5 * logits))
    g = masks.astype(float)
    axes = (0, 1, 2)
    size = p.sum(axes, keepdims=True) + g.sum(axes, keepdims=True) + eps
    dice = (2 * (p * g).sum(axes, keepdims=True) + eps) / size
    dp = -(2 * g - dice) / size
    return 1 - dice.mean(), dp * p * (1 - p)
