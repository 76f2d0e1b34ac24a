"""Blur-pool: smooth an image before taking every second pixel, so that nothing too fine for the new grid is left."""

import torch
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_blur_pool
from cnnlib.numpy_nn.blur_pool import binomial
from cnnlib.shapes import conv_output_size, same_padding
from cnnlib.torch_nn.pad import pad2d


def blur_pool2d(
    x: Float[torch.Tensor, "n c h w"], kernel_size: int = 3, stride: int = 2
) -> Float[torch.Tensor, "n c h_out w_out"]:
    """Filter each channel with a binomial kernel, then keep every ``stride``-th pixel.

    The image is padded by reflection, so that H_out = ceil(H / stride); it needs more than ``kernel_size`` // 2 pixels
    a side.

    >>> blur_pool2d(torch.tensor([[[[0.0, 8, 0, 8, 0]] * 3]])).tolist()  # stripes become gray
    [[[[4.0, 4.0, 4.0], [4.0, 4.0, 4.0]]]]
    """
    check_blur_pool("blur_pool2d", x, kernel_size, stride)
    sides = same_padding(kernel_size)
    padded = pad2d(x, (sides, sides), mode="reflect")
    return blur(blur(padded, 3, kernel_size, stride), 2, kernel_size, stride)


class BlurPool2d(nn.Module):
    """Smooth each channel, then keep every ``stride``-th pixel.

    >>> from cnnlib.torch_nn import MaxPool2d, Sequential
    >>> Sequential(MaxPool2d(2, stride=1), BlurPool2d())(torch.ones(2, 3, 33, 25)).shape
    torch.Size([2, 3, 16, 12])
    """

    def __init__(self, kernel_size: int = 3, stride: int = 2) -> None:
        super().__init__()
        self.kernel_size, self.stride = kernel_size, stride

    def forward(self, x: Float[torch.Tensor, "n c h w"]) -> Float[torch.Tensor, "n c h_out w_out"]:
        """(N, C, H, W) to (N, C, H_out, W_out)."""
        return blur_pool2d(x, self.kernel_size, self.stride)


def blur(x: torch.Tensor, axis: int, kernel_size: int, stride: int) -> torch.Tensor:
    """Filter along one axis at every ``stride``-th position: add up shifted views."""
    last = (conv_output_size(x.shape[axis], kernel_size, stride) - 1) * stride + 1
    taps = [
        weight * x.narrow(axis, a, last).unfold(axis, 1, stride).squeeze(-1)
        for a, weight in enumerate(binomial(kernel_size))
    ]
    return torch.stack(taps).sum(0)
