# mistake: subtracts in the dtype of the masks; fails: dice_loss_inputs
def dice_loss(logits, masks, eps):
    p = 0.5 * (1 + np.tanh(0.5 * logits))
    g = masks
    axes = (1, 2)
    size = p.sum(axes, keepdims=True) + g.sum(axes, keepdims=True) + eps
    dice = (2 * (p * g).sum(axes, keepdims=True) + eps) / size
    dp = -((g - (1 - g)) - dice + 1) / size / len(p)
    return 1 - dice.mean(), dp * p * (1 - p)
