"""Regularization of weights: penalties that are added to the loss, and a bound that weights are put back within."""

import torch
from jaxtyping import Float

from cnnlib.checks import check_float, check_not_negative, check_positive


def l1_penalty(weight: Float[torch.Tensor, "*shape"], strength: float) -> Float[torch.Tensor, ""]:
    """Return strength times the sum of |w|; it drives weights to exactly 0.

    >>> l1_penalty(torch.tensor([3.0, -4.0]), 0.5)
    tensor(3.5000)
    """
    check_float("l1_penalty", "weight", weight)
    check_not_negative("l1_penalty", strength=strength)
    return strength * torch.sum(torch.abs(weight))


def l2_penalty(weight: Float[torch.Tensor, "*shape"], strength: float) -> Float[torch.Tensor, ""]:
    """Return strength / 2 times the sum of w^2; it keeps weights small.

    Half of it, so that the gradient is strength w and not twice that: ``SGD`` with ``weight_decay=strength`` does the
    same.

    >>> l2_penalty(torch.tensor([3.0, -4.0]), 0.5)
    tensor(6.2500)
    """
    check_float("l2_penalty", "weight", weight)
    check_not_negative("l2_penalty", strength=strength)
    return strength / 2 * torch.sum(weight**2)


def elastic_net_penalty(
    weight: Float[torch.Tensor, "*shape"], l1: float, l2: float
) -> Float[torch.Tensor, ""]:
    """Add ``l1_penalty`` of strength ``l1`` and ``l2_penalty`` of strength ``l2``: l1 sum |w| + l2 / 2 sum w^2.

    >>> elastic_net_penalty(torch.tensor([3.0, -4.0]), l1=0.5, l2=0.1)
    tensor(4.7500)
    """
    return l1_penalty(weight, l1) + l2_penalty(weight, l2)


@torch.no_grad()
def max_norm(weight: Float[torch.Tensor, "n_out *shape"], most: float) -> Float[torch.Tensor, "n_out *shape"]:
    """Shorten the weights of each output unit whose length, sqrt(sum w^2), is over ``most``, to that length.

    The rest stays as it is. This is no penalty but a projection: apply it after each step. ``most`` bounds the length,
    not its square.

    >>> max_norm(torch.tensor([[3.0, 4.0], [0.6, 0.8]]), 2.5)
    tensor([[1.5000, 2.0000],
            [0.6000, 0.8000]])
    """
    check_float("max_norm", "weight", weight)
    check_positive("max_norm", most=most)
    axes = tuple(range(1, weight.ndim + 1))  # one more, so that a vector has one to sum over
    lengths = torch.sqrt(torch.sum(weight[..., None] ** 2, axes, keepdim=True))[..., 0]  # (n_out, 1, ...)
    return weight * (most / lengths.clamp(min=most))
