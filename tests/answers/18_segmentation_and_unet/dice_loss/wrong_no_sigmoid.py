# mistake: takes the logits for probabilities; fails: dice_loss_visible, dice_loss_loss, dice_loss_gradient, dice_loss_images; says: the sigmoid of the logits is missing
def dice_loss(logits, masks, eps):
    p = logits
    g = masks.astype(float)
    axes = (1, 2)
    size = p.sum(axes, keepdims=True) + g.sum(axes, keepdims=True) + eps
    dice = (2 * (p * g).sum(axes, keepdims=True) + eps) / size
    dp = -(2 * g - dice) / size / len(p)
    return 1 - dice.mean(), dp
