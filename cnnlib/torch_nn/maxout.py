"""Pooling across channels: the largest answer of a group of filters."""

import torch
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_maxout


def maxout(
    x: Float[torch.Tensor, "n c *positions"], pool_size: int
) -> Float[torch.Tensor, "n c_out *positions"]:
    """Take the largest of each ``pool_size`` channels in a row, at every position: C_out = C / pool_size.

    >>> maxout(torch.tensor([[[1.0, 2.0], [3.0, 0.0], [5.0, 6.0], [4.0, 7.0]]]), 2)
    tensor([[[3., 2.],
             [5., 7.]]])
    """
    check_maxout("maxout", x, pool_size)
    n, c, *positions = x.shape
    return x.reshape(n, c // pool_size, pool_size, *positions).max(dim=2).values


class Maxout(nn.Module):
    """Largest of each ``pool_size`` channels in a row.

    >>> Maxout(4)(torch.ones(2, 12, 5, 5)).shape
    torch.Size([2, 3, 5, 5])
    """

    def __init__(self, pool_size: int) -> None:
        super().__init__()
        self.pool_size = pool_size

    def forward(self, x: Float[torch.Tensor, "n c *positions"]) -> Float[torch.Tensor, "n c_out *positions"]:
        """(N, C, ...) to (N, C / pool_size, ...)."""
        return maxout(x, self.pool_size)
