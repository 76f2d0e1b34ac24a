# mistake: the chapter's form, with squares below; fails: dice_loss_visible, dice_loss_loss, dice_loss_gradient; says: squares
def dice_loss(logits, masks, eps):
    p = 0.5 * (1 + np.tanh(0.5 * logits))
    g = masks.astype(float)
    axes = (1, 2)
    size = (p**2).sum(axes, keepdims=True) + g.sum(axes, keepdims=True) + eps
    dice = (2 * (p * g).sum(axes, keepdims=True) + eps) / size
    dp = -2 * (g - dice * p) / size / len(p)
    return 1 - dice.mean(), dp * p * (1 - p)
