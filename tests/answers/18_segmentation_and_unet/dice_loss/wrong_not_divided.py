# mistake: the gradient of the sum of the images; fails: dice_loss_visible, dice_loss_images; says: divided by the number of images
def dice_loss(logits, masks, eps):
    p = 0.5 * (1 + np.tanh(0.5 * logits))
    g = masks.astype(float)
    axes = (1, 2)
    size = p.sum(axes, keepdims=True) + g.sum(axes, keepdims=True) + eps
    dice = (2 * (p * g).sum(axes, keepdims=True) + eps) / size
    dp = -(2 * g - dice) / size
    return 1 - dice.mean(), dp * p * (1 - p)
