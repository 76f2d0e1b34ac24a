"""Min pooling: the smallest number of each window is the largest with all signs turned."""

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_pool
from cnnlib.shapes import IntOrPair


def min_pool1d(
    x: Float[torch.Tensor, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> Float[torch.Tensor, "n c l_out"]:
    """Take the smallest number of each window; see ``max_pool1d``.

    >>> min_pool1d(torch.tensor([[[2.0, 1.0, 3.0, 4.0]]]), 2)
    tensor([[[1., 3.]]])
    """
    check_pool("min_pool1d", x, kernel_size, stride, padding, dilation, ceil_mode)
    return -F.max_pool1d(-x, kernel_size, stride, padding, dilation, ceil_mode)


def min_pool2d(
    x: Float[torch.Tensor, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
) -> Float[torch.Tensor, "n c h_out w_out"]:
    """Take the smallest number of each window; see ``max_pool2d``. Padding never wins here either.

    >>> x = torch.tensor([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> min_pool2d(x, 2)
    tensor([[[[1., 2.],
              [1., 0.]]]])
    """
    check_pool("min_pool2d", x, kernel_size, stride, padding, dilation, ceil_mode)
    return -F.max_pool2d(-x, kernel_size, stride, padding, dilation, ceil_mode)


class MinPool1d(nn.Module):
    """Smallest number of each window; ``stride`` is ``kernel_size`` unless given.

    >>> MinPool1d(2)(torch.ones(2, 3, 40)).shape
    torch.Size([2, 3, 20])
    """

    def __init__(
        self,
        kernel_size: int,
        stride: int | None = None,
        padding: int = 0,
        dilation: int = 1,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, dilation, ceil_mode

    def forward(self, x: Float[torch.Tensor, "n c l"]) -> Float[torch.Tensor, "n c l_out"]:
        """(N, C, L) to (N, C, L_out)."""
        return min_pool1d(x, *self.arguments)


class MinPool2d(nn.Module):
    """Smallest number of each window; ``stride`` is ``kernel_size`` unless given.

    >>> MinPool2d(2)(torch.ones(2, 3, 32, 24)).shape
    torch.Size([2, 3, 16, 12])
    """

    def __init__(
        self,
        kernel_size: IntOrPair,
        stride: IntOrPair | None = None,
        padding: IntOrPair = 0,
        dilation: IntOrPair = 1,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, dilation, ceil_mode

    def forward(self, x: Float[torch.Tensor, "n c h w"]) -> Float[torch.Tensor, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H_out, W_out)."""
        return min_pool2d(x, *self.arguments)
