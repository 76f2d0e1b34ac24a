"""Pooling into as many windows as asked for, whatever the size of the image; 1 is global pooling."""

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import nn

from cnnlib.checks import check_adaptive_pool
from cnnlib.shapes import IntOrPair

AdaptiveMaxPooled2d = (
    Float[torch.Tensor, "n c h_out w_out"]
    | tuple[Float[torch.Tensor, "n c h_out w_out"], Int[torch.Tensor, "n c h_out w_out"]]
)


def adaptive_avg_pool1d(
    x: Float[torch.Tensor, "n c l"], output_size: int
) -> Float[torch.Tensor, "n c l_out"]:
    """Take the means of ``output_size`` windows: window i is from floor(i L / L_out) to ceil((i + 1) L / L_out).

    >>> adaptive_avg_pool1d(torch.tensor([[[0.0, 1.0, 3.0, 4.0]]]), 2)
    tensor([[[0.5000, 3.5000]]])
    """
    check_adaptive_pool("adaptive_avg_pool1d", x, output_size)
    return F.adaptive_avg_pool1d(x, output_size)


def adaptive_avg_pool2d(
    x: Float[torch.Tensor, "n c h w"], output_size: IntOrPair
) -> Float[torch.Tensor, "n c h_out w_out"]:
    """Take the means of ``output_size`` windows, an integer or (height, width); 1 is the mean of each channel.

    >>> x = torch.tensor([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> adaptive_avg_pool2d(x, 1), adaptive_avg_pool2d(x, (1, 2))
    (tensor([[[[3.1250]]]]), tensor([[[[2.6250, 3.6250]]]]))
    """
    check_adaptive_pool("adaptive_avg_pool2d", x, output_size)
    return F.adaptive_avg_pool2d(x, output_size)


def adaptive_max_pool2d(
    x: Float[torch.Tensor, "n c h w"], output_size: IntOrPair, return_indices: bool = False
) -> AdaptiveMaxPooled2d:
    """Take the largest numbers of ``output_size`` windows, an integer or (height, width).

    With ``return_indices`` also say where each was, as row * W + column; of equal numbers the first counts.

    >>> x = torch.tensor([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> y, indices = adaptive_max_pool2d(x, (2, 1), return_indices=True)
    >>> y.tolist(), indices.tolist()
    ([[[[8.0], [4.0]]]], [[[[7], [15]]]])
    """
    check_adaptive_pool("adaptive_max_pool2d", x, output_size)
    return F.adaptive_max_pool2d(x, output_size, return_indices)


class AdaptiveAvgPool1d(nn.Module):
    """Means of ``output_size`` windows, whatever the length of the signal.

    >>> AdaptiveAvgPool1d(1)(torch.ones(2, 3, 40)).shape
    torch.Size([2, 3, 1])
    """

    def __init__(self, output_size: int) -> None:
        super().__init__()
        self.output_size = output_size

    def forward(self, x: Float[torch.Tensor, "n c l"]) -> Float[torch.Tensor, "n c l_out"]:
        """(N, C, L) to (N, C, output_size)."""
        return adaptive_avg_pool1d(x, self.output_size)


class AdaptiveAvgPool2d(nn.Module):
    """Means of ``output_size`` windows, whatever the size of the image; 1 is global average pooling.

    >>> AdaptiveAvgPool2d(1)(torch.ones(2, 3, 32, 24)).shape
    torch.Size([2, 3, 1, 1])
    """

    def __init__(self, output_size: IntOrPair) -> None:
        super().__init__()
        self.output_size = output_size

    def forward(self, x: Float[torch.Tensor, "n c h w"]) -> Float[torch.Tensor, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H_out, W_out)."""
        return adaptive_avg_pool2d(x, self.output_size)


class AdaptiveMaxPool2d(nn.Module):
    """Largest numbers of ``output_size`` windows, whatever the size of the image; 1 is global max pooling.

    >>> AdaptiveMaxPool2d((3, 2))(torch.ones(2, 3, 32, 24)).shape
    torch.Size([2, 3, 3, 2])
    """

    def __init__(self, output_size: IntOrPair, return_indices: bool = False) -> None:
        super().__init__()
        self.output_size, self.return_indices = output_size, return_indices

    def forward(self, x: Float[torch.Tensor, "n c h w"]) -> AdaptiveMaxPooled2d:
        """(N, C, H, W) to (N, C, H_out, W_out), and the places of the maxima if asked for."""
        return adaptive_max_pool2d(x, self.output_size, self.return_indices)
