"""Losses: one number that says how far the outputs are from the targets."""

import torch
import torch.nn.functional as F
from jaxtyping import Float, Integer
from torch import nn

from cnnlib.checks import check_classes, check_scores, check_target


def mse_loss(
    x: Float[torch.Tensor, "*shape"], target: Float[torch.Tensor, "*shape"]
) -> Float[torch.Tensor, ""]:
    """Average the squared differences over all numbers: the mean of (x - target)^2.

    >>> mse_loss(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 5.0]))
    tensor(4.5000)
    """
    check_target("mse_loss", "x", x, target)
    return F.mse_loss(x, target)


def binary_cross_entropy_with_logits(
    logits: Float[torch.Tensor, "*shape"], target: Float[torch.Tensor, "*shape"]
) -> Float[torch.Tensor, ""]:
    """Average -target log(p) - (1 - target) log(1 - p) over all numbers, where p = sigmoid(logits).

    >>> binary_cross_entropy_with_logits(torch.tensor([0.0, 1000.0]), torch.tensor([1.0, 1.0]))
    tensor(0.3466)
    """
    check_target("binary_cross_entropy_with_logits", "logits", logits, target, largest=1)
    return F.binary_cross_entropy_with_logits(logits, target)


def cross_entropy(
    logits: Float[torch.Tensor, "n classes *positions"], target: Integer[torch.Tensor, "n *positions"]
) -> Float[torch.Tensor, ""]:
    """Average -log softmax(logits)[target] over the samples, and over the positions if there are any (pixels).

    >>> cross_entropy(torch.tensor([[0.0, 0.0], [0.0, 0.0]]), torch.tensor([0, 1]))
    tensor(0.6931)
    """
    check_classes("cross_entropy", logits, target)
    return F.cross_entropy(logits, target.long())


def hinge_loss(
    scores: Float[torch.Tensor, "n classes"], target: Integer[torch.Tensor, "n"]
) -> Float[torch.Tensor, ""]:
    """Charge each wrong class whose score comes within 1 of the right one's; average over the samples.

    PyTorch's ``multi_margin_loss`` divides the sum of a sample by the number of classes.

    >>> hinge_loss(torch.tensor([[3.0, 2.5, 1.0]]), torch.tensor([0]))
    tensor(0.5000)
    """
    check_scores("hinge_loss", scores, target)
    # (n,), one loss per sample, since PyTorch's own mean over no sample is not NaN but an arbitrary number
    losses = F.multi_margin_loss(scores, target.long(), reduction="none")
    return scores.shape[1] * torch.mean(losses)


def dice_loss(
    logits: Float[torch.Tensor, "n classes *positions"],
    target: Integer[torch.Tensor, "n *positions"],
    eps: float = 1e-5,
) -> Float[torch.Tensor, ""]:
    """Return 1 - the Dice overlap of predicted and true regions, averaged over the classes.

    With p = softmax(logits) and g = 1 where the target is the class, else 0, a class overlaps by
    (2 sum p g + eps) / (sum p^2 + sum g^2 + eps), summed over all samples and positions.

    >>> dice_loss(torch.tensor([[0.0, 0.0]]), torch.tensor([1]))  # overlaps 0 and 1 / 1.25
    tensor(0.6000)
    """
    check_classes("dice_loss", logits, target)
    p = F.softmax(logits, dim=1)
    g = torch.zeros_like(p).scatter_(1, target.long()[:, None], 1)
    samples_and_positions = [axis for axis in range(p.ndim) if axis != 1]
    shared = torch.sum(p * g, samples_and_positions)  # (classes,)
    size = torch.sum(p**2 + g**2, samples_and_positions)
    return 1 - torch.mean((2 * shared + eps) / (size + eps))


class MSELoss(nn.Module):
    """Mean squared error of numbers and targets.

    >>> MSELoss()(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 5.0]))
    tensor(4.5000)
    """

    def forward(
        self, x: Float[torch.Tensor, "*shape"], target: Float[torch.Tensor, "*shape"]
    ) -> Float[torch.Tensor, ""]:
        """Two tensors of one shape to one number."""
        return mse_loss(x, target)


class BCEWithLogitsLoss(nn.Module):
    """Mean binary cross-entropy of log-odds and probabilities.

    >>> BCEWithLogitsLoss()(torch.tensor([0.0, 1000.0]), torch.tensor([1.0, 1.0]))
    tensor(0.3466)
    """

    def forward(
        self, logits: Float[torch.Tensor, "*shape"], target: Float[torch.Tensor, "*shape"]
    ) -> Float[torch.Tensor, ""]:
        """Two tensors of one shape to one number."""
        return binary_cross_entropy_with_logits(logits, target)


class CrossEntropyLoss(nn.Module):
    """Mean cross-entropy of logits and class numbers.

    >>> CrossEntropyLoss()(torch.tensor([[0.0, 0.0]]), torch.tensor([1]))
    tensor(0.6931)
    """

    def forward(
        self,
        logits: Float[torch.Tensor, "n classes *positions"],
        target: Integer[torch.Tensor, "n *positions"],
    ) -> Float[torch.Tensor, ""]:
        """(N, classes, ...) and (N, ...) to one number."""
        return cross_entropy(logits, target)


class HingeLoss(nn.Module):
    """Mean hinge loss of scores and class numbers.

    >>> HingeLoss()(torch.tensor([[3.0, 2.5, 1.0]]), torch.tensor([0]))
    tensor(0.5000)
    """

    def forward(
        self, scores: Float[torch.Tensor, "n classes"], target: Integer[torch.Tensor, "n"]
    ) -> Float[torch.Tensor, ""]:
        """(N, classes) and (N,) to one number."""
        return hinge_loss(scores, target)


class DiceLoss(nn.Module):
    """1 - the Dice overlap of predicted and true regions.

    >>> DiceLoss()(torch.tensor([[0.0, 0.0]]), torch.tensor([1]))
    tensor(0.6000)
    """

    def __init__(self, eps: float = 1e-5) -> None:
        super().__init__()
        self.eps = eps

    def forward(
        self,
        logits: Float[torch.Tensor, "n classes *positions"],
        target: Integer[torch.Tensor, "n *positions"],
    ) -> Float[torch.Tensor, ""]:
        """(N, classes, ...) and (N, ...) to one number."""
        return dice_loss(logits, target, self.eps)
