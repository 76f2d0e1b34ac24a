"""Pooling by PyTorch, one call per layer."""

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import nn

from cnnlib.checks import check_pool
from cnnlib.shapes import IntOrPair

MaxPooled1d = (
    Float[torch.Tensor, "n c l_out"] | tuple[Float[torch.Tensor, "n c l_out"], Int[torch.Tensor, "n c l_out"]]
)
MaxPooled2d = (
    Float[torch.Tensor, "n c h_out w_out"]
    | tuple[Float[torch.Tensor, "n c h_out w_out"], Int[torch.Tensor, "n c h_out w_out"]]
)


def max_pool1d(
    x: Float[torch.Tensor, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> MaxPooled1d:
    """Take the largest number of each window; see ``max_pool2d``. A signal is an image of one column.

    >>> max_pool1d(torch.tensor([[[0.0, 1.0, 3.0, 4.0]]]), 4)
    tensor([[[4.]]])
    """
    check_pool("max_pool1d", x, kernel_size, stride, padding, dilation, ceil_mode)
    return F.max_pool1d(x, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool2d(
    x: Float[torch.Tensor, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> MaxPooled2d:
    """Take the largest number of each window; ``stride`` is ``kernel_size`` unless given.

    With ``return_indices`` also say where it was, as row * W + column; of equal numbers the first counts.

    >>> x = torch.tensor([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> y, indices = max_pool2d(x, 2, return_indices=True)
    >>> y.tolist(), indices.tolist()
    ([[[[6.0, 8.0], [3.0, 4.0]]]], [[[[5, 7], [8, 15]]]])
    """
    check_pool("max_pool2d", x, kernel_size, stride, padding, dilation, ceil_mode)
    return F.max_pool2d(x, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def avg_pool1d(
    x: Float[torch.Tensor, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Float[torch.Tensor, "n c l_out"]:
    """Take the mean of each window; see ``avg_pool2d``. A signal is an image of one column.

    >>> avg_pool1d(torch.tensor([[[0.0, 1.0, 3.0, 4.0]]]), 4)
    tensor([[[2.]]])
    """
    check_pool("avg_pool1d", x, kernel_size, stride, padding, 1, ceil_mode)
    steps = kernel_size if stride is None else stride
    return F.avg_pool1d(x, kernel_size, steps, padding, ceil_mode, count_include_pad)


def avg_pool2d(
    x: Float[torch.Tensor, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Float[torch.Tensor, "n c h_out w_out"]:
    """Take the mean of each window; ``stride`` is ``kernel_size`` unless given.

    Zeros of the padding count as numbers, unless ``count_include_pad`` is False; what hangs over the padding
    (``ceil_mode``) never counts.

    >>> x = torch.tensor([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> avg_pool2d(x, 2)
    tensor([[[[3.2500, 5.2500],
              [2.0000, 2.0000]]]])
    """
    check_pool("avg_pool2d", x, kernel_size, stride, padding, 1, ceil_mode)
    return F.avg_pool2d(x, kernel_size, stride, padding, ceil_mode, count_include_pad)


class MaxPool1d(nn.Module):
    """Largest number of each window; ``stride`` is ``kernel_size`` unless given.

    >>> MaxPool1d(2)(torch.ones(2, 3, 40)).shape
    torch.Size([2, 3, 20])
    """

    def __init__(
        self,
        kernel_size: int,
        stride: int | None = None,
        padding: int = 0,
        dilation: int = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, dilation, ceil_mode
        self.return_indices = return_indices

    def forward(self, x: Float[torch.Tensor, "n c l"]) -> MaxPooled1d:
        """(N, C, L) to (N, C, L_out), and the places of the maxima if asked for."""
        return max_pool1d(x, *self.arguments, self.return_indices)


class MaxPool2d(nn.Module):
    """Largest number of each window; ``stride`` is ``kernel_size`` unless given.

    >>> MaxPool2d(2)(torch.ones(2, 3, 32, 24)).shape
    torch.Size([2, 3, 16, 12])
    """

    def __init__(
        self,
        kernel_size: IntOrPair,
        stride: IntOrPair | None = None,
        padding: IntOrPair = 0,
        dilation: IntOrPair = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, dilation, ceil_mode
        self.return_indices = return_indices

    def forward(self, x: Float[torch.Tensor, "n c h w"]) -> MaxPooled2d:
        """(N, C, H, W) to (N, C, H_out, W_out), and the places of the maxima if asked for."""
        return max_pool2d(x, *self.arguments, self.return_indices)


class AvgPool1d(nn.Module):
    """Mean of each window; ``stride`` is ``kernel_size`` unless given.

    >>> AvgPool1d(2)(torch.ones(2, 3, 40)).shape
    torch.Size([2, 3, 20])
    """

    def __init__(
        self,
        kernel_size: int,
        stride: int | None = None,
        padding: int = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, ceil_mode, count_include_pad

    def forward(self, x: Float[torch.Tensor, "n c l"]) -> Float[torch.Tensor, "n c l_out"]:
        """(N, C, L) to (N, C, L_out)."""
        return avg_pool1d(x, *self.arguments)


class AvgPool2d(nn.Module):
    """Mean of each window; ``stride`` is ``kernel_size`` unless given.

    >>> AvgPool2d(2)(torch.ones(2, 3, 32, 24)).shape
    torch.Size([2, 3, 16, 12])
    """

    def __init__(
        self,
        kernel_size: IntOrPair,
        stride: IntOrPair | None = None,
        padding: IntOrPair = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding, ceil_mode, count_include_pad

    def forward(self, x: Float[torch.Tensor, "n c h w"]) -> Float[torch.Tensor, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H_out, W_out)."""
        return avg_pool2d(x, *self.arguments)
