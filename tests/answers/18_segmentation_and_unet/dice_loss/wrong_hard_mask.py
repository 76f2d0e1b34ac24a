# mistake: counts pixels above one half; fails: dice_loss_visible, dice_loss_loss, dice_loss_gradient; says: p is rounded to 0 and 1
def dice_loss(logits, masks, eps):
    p = 0.5 * (1 + np.tanh(0.5 * logits))
    g = masks.astype(float)
    axes = (1, 2)
    hard = (p > 0.5).astype(float)
    size = hard.sum(axes, keepdims=True) + g.sum(axes, keepdims=True) + eps
    dice = (2 * (hard * g).sum(axes, keepdims=True) + eps) / size
    dp = -(2 * g - dice) / size / len(p)
    return 1 - dice.mean(), dp * p * (1 - p)
