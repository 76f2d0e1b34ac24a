# mistake: the loss of the IoU; fails: dice_loss_visible, dice_loss_loss, dice_loss_gradient; says: this is the IoU
def dice_loss(logits, masks, eps):
    p = 0.5 * (1 + np.tanh(0.5 * logits))
    g = masks.astype(float)
    axes = (1, 2)
    size = (p + g - p * g).sum(axes, keepdims=True) + eps
    dice = ((p * g).sum(axes, keepdims=True) + eps) / size
    dp = -(g - dice * (1 - g)) / size / len(p)
    return 1 - dice.mean(), dp * p * (1 - p)
