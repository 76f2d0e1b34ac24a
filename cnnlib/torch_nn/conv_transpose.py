"""Transposed convolution by PyTorch, one call per layer: the backward pass of a convolution, used forward."""

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_conv_transpose, check_groups
from cnnlib.grid import conv_transpose_grid
from cnnlib.shapes import IntOrPair, at_least, conv_transpose_output_size, pair
from cnnlib.torch_nn.init import Seed, fan_in_uniform


def conv_transpose1d(
    x: Float[torch.Tensor, "n c_in l"],
    weight: Float[torch.Tensor, "c_in c_group k"],
    bias: Float[torch.Tensor, "c_out"] | None = None,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
    groups: int = 1,
    dilation: int = 1,
) -> Float[torch.Tensor, "n c_out l_out"]:
    """Stamp the kernel at every step: (N, C_in, L) to (N, C_out, L_out).

    >>> conv_transpose1d(torch.tensor([[[1.0, 10.0]]]), torch.tensor([[[1.0, 2.0, 3.0]]]), stride=2)
    tensor([[[ 1.,  2., 13., 20., 30.]]])
    """
    check_conv_transpose("conv_transpose1d", x, weight, bias, groups)
    conv_transpose_output_size(x.shape[2], weight.shape[2], stride, padding, output_padding, dilation)
    return F.conv_transpose1d(x, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose2d(
    x: Float[torch.Tensor, "n c_in h w"],
    weight: Float[torch.Tensor, "c_in c_group kh kw"],
    bias: Float[torch.Tensor, "c_out"] | None = None,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    output_padding: IntOrPair = 0,
    groups: int = 1,
    dilation: IntOrPair = 1,
) -> Float[torch.Tensor, "n c_out h_out w_out"]:
    """Stamp the kernel at every pixel: (N, C_in, H, W) to (N, C_out, H_out, W_out).

    >>> conv_transpose2d(torch.tensor([[[[1.0, 10.0]]]]), torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]]))
    tensor([[[[ 1., 12., 20.],
              [ 3., 34., 40.]]]])
    """
    check_conv_transpose("conv_transpose2d", x, weight, bias, groups)
    conv_transpose_grid(x.shape[2:], weight.shape[2:], stride, padding, output_padding, dilation)
    return F.conv_transpose2d(x, weight, bias, stride, padding, output_padding, groups, dilation)


class ConvTranspose1d(nn.Module):
    """Transposed convolution of signals, with weight (in_channels, out_channels / groups, kernel_size).

    ``rng`` is a generator or a seed for the first weights.

    >>> ConvTranspose1d(8, 3, kernel_size=4, stride=2, padding=1)(torch.ones(2, 8, 20)).shape
    torch.Size([2, 3, 40])
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        padding: int = 0,
        output_padding: int = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: int = 1,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        check_groups("ConvTranspose1d", in_channels, out_channels, groups)
        self.kernel_size = kernel_size = at_least("kernel_size", kernel_size, 1)
        shape = (in_channels, out_channels // groups, kernel_size)
        fan_in, rng = out_channels // groups * kernel_size, np.random.default_rng(rng)  # as PyTorch counts it
        self.weight = nn.Parameter(fan_in_uniform(shape, fan_in, rng, dtype))
        self.bias = nn.Parameter(fan_in_uniform((out_channels,), fan_in, rng, dtype)) if bias else None
        self.arguments = stride, padding, output_padding, groups, dilation

    def forward(self, x: Float[torch.Tensor, "n c_in l"]) -> Float[torch.Tensor, "n c_out l_out"]:
        """(N, in_channels, L) to (N, out_channels, L_out)."""
        return conv_transpose1d(x, self.weight, self.bias, *self.arguments)


class ConvTranspose2d(nn.Module):
    """Transposed convolution of images, with weight (in_channels, out_channels / groups, kh, kw).

    ``rng`` is a generator or a seed for the first weights.

    >>> ConvTranspose2d(8, 3, kernel_size=2, stride=2)(torch.ones(2, 8, 16, 12)).shape
    torch.Size([2, 3, 32, 24])
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: IntOrPair = 0,
        output_padding: IntOrPair = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: IntOrPair = 1,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        check_groups("ConvTranspose2d", in_channels, out_channels, groups)
        self.kernel_size = kh, kw = pair(kernel_size)
        shape = (in_channels, out_channels // groups, kh, kw)
        fan_in, rng = out_channels // groups * kh * kw, np.random.default_rng(rng)  # as PyTorch counts it
        self.weight = nn.Parameter(fan_in_uniform(shape, fan_in, rng, dtype))
        self.bias = nn.Parameter(fan_in_uniform((out_channels,), fan_in, rng, dtype)) if bias else None
        self.arguments = stride, padding, output_padding, groups, dilation

    def forward(self, x: Float[torch.Tensor, "n c_in h w"]) -> Float[torch.Tensor, "n c_out h_out w_out"]:
        """(N, in_channels, H, W) to (N, out_channels, H_out, W_out)."""
        return conv_transpose2d(x, self.weight, self.bias, *self.arguments)
