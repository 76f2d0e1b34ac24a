"""Losses that sum over classes, written as the sums they are."""

import numpy as np
from jaxtyping import Float, Integer

from cnnlib.checks import check_classes, check_scores
from cnnlib.numpy_nn.activation import softmax, softmax_backward


def hinge_loss(scores: Float[np.ndarray, "n classes"], target: Integer[np.ndarray, "n"]) -> np.floating:
    """Charge each wrong class whose score comes within 1 of the right one's; average over the samples.

    Source: Weston and Watkins (1999), https://www.esann.org/sites/default/files/proceedings/legacy/es1999-461.pdf.

    >>> float(hinge_loss(np.array([[3.0, 2.5, 1.0]]), np.array([0])))
    0.5
    """
    check_scores("hinge_loss", scores, target)
    n, classes = scores.shape
    total = scores.dtype.type(0)
    for i in range(n):
        for j in range(classes):
            if j != target[i]:
                total += max(0, 1 + scores[i, j] - scores[i, target[i]])
    return total / scores.dtype.type(n) if n else scores.dtype.type(np.nan)


def hinge_loss_backward(
    dy: float | np.floating, scores: Float[np.ndarray, "n classes"], target: Integer[np.ndarray, "n"]
) -> Float[np.ndarray, "n classes"]:
    """Push each charged class down and the right one up, each time by dy / n.

    >>> hinge_loss_backward(1.0, np.array([[3.0, 2.5, 2.5, 1.0]]), np.array([0]))
    array([[-2.,  1.,  1.,  0.]])
    """
    check_scores("hinge_loss_backward", scores, target)
    n, classes = scores.shape
    dscores = np.zeros_like(scores)
    for i in range(n):
        for j in range(classes):
            if j != target[i] and 1 + scores[i, j] - scores[i, target[i]] > 0:
                dscores[i, j] += dy / n
                dscores[i, target[i]] -= dy / n
    return dscores


def dice_loss(
    logits: Float[np.ndarray, "n classes *positions"],
    target: Integer[np.ndarray, "n *positions"],
    eps: float = 1e-5,
) -> np.floating:
    """Return 1 - the Dice overlap of predicted and true regions, averaged over the classes.

    Source: Milletari, Navab and Ahmadi (2016), V-Net, section 3, https://doi.org/10.1109/3DV.2016.79.

    >>> dice_loss(np.array([[0.0, 0.0]]), np.array([1])).round(2)  # overlaps 0 and 1 / 1.25
    np.float64(0.6)
    """
    check_classes("dice_loss", logits, target)
    probabilities, classes = softmax(logits), logits.shape[1]
    total = logits.dtype.type(0)
    for k in range(classes):
        p, g = probabilities[:, k], target == k
        total += (2 * np.sum(p * g) + eps) / (np.sum(p**2) + np.sum(g) + eps)
    return logits.dtype.type(1 - total / classes)


def dice_loss_backward(
    dy: float | np.floating,
    logits: Float[np.ndarray, "n classes *positions"],
    target: Integer[np.ndarray, "n *positions"],
    eps: float = 1e-5,
) -> Float[np.ndarray, "n classes *positions"]:
    """Return dlogits by the quotient rule, (a / b)' = (a' b - a b') / b^2, for each class, then through softmax.

    >>> dice_loss_backward(1.0, np.array([[0.0, 0.0]]), np.array([1])).round(2)
    array([[ 0.12, -0.12]])
    """
    check_classes("dice_loss_backward", logits, target)
    probabilities, classes = softmax(logits), logits.shape[1]
    dp = np.zeros_like(logits)
    for k in range(classes):
        p, g = probabilities[:, k], target == k
        a, b = 2 * np.sum(p * g) + eps, np.sum(p**2) + np.sum(g) + eps
        dp[:, k] = -dy / classes * (2 * g * b - a * 2 * p) / b**2
    return softmax_backward(dp, logits)
