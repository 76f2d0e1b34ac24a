"""Local response normalization: a channel is damped where its neighbors are strong (AlexNet)."""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_response_norm


def local_response_norm(
    x: Float[torch.Tensor, "n c *positions"],
    size: int,
    alpha: float = 1e-4,
    beta: float = 0.75,
    k: float = 1.0,
) -> Float[torch.Tensor, "n c *positions"]:
    """Damp a channel where its neighbors are strong: y_c = x_c / (k + alpha / size * S_c)^beta.

    S_c sums x_j^2 over ``size`` channels around c. The paper does not divide alpha by size: see
    ``numpy_nn.local_response_norm``.

    >>> local_response_norm(torch.tensor([[[1.0], [2.0], [3.0]]]), size=3, alpha=3.0, beta=1.0, k=1.0).ravel()
    tensor([0.1667, 0.1333, 0.2143])
    """
    check_response_norm("local_response_norm", x, size)
    return F.local_response_norm(x, size, alpha, beta, k)


class LocalResponseNorm(nn.Module):
    """Local response norm in PyTorch's convention; AlexNet's own is LocalResponseNorm(5, alpha=5e-4, k=2.0).

    >>> LocalResponseNorm(5, alpha=5e-4, k=2.0)(torch.ones(2, 96, 4, 4)).shape
    torch.Size([2, 96, 4, 4])
    """

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> None:
        super().__init__()
        self.arguments = size, alpha, beta, k

    def forward(self, x: Float[torch.Tensor, "n c *positions"]) -> Float[torch.Tensor, "n c *positions"]:
        """(N, C, ...) to the same shape."""
        return local_response_norm(x, *self.arguments)
