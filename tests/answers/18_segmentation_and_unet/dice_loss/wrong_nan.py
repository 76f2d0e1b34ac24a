# mistake: the sigmoid of a large logit is NaN; fails: dice_loss_inputs
def dice_loss(logits, masks, eps):
    p = np.exp(logits) / (1 + np.exp(logits))
    g = masks.astype(float)
    axes = (1, 2)
    size = p.sum(axes, keepdims=True) + g.sum(axes, keepdims=True) + eps
    dice = (2 * (p * g).sum(axes, keepdims=True) + eps) / size
    dp = -(2 * g - dice) / size / len(p)
    return 1 - dice.mean(), dp * p * (1 - p)
