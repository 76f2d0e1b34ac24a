"""Convolution by PyTorch, one call per layer.

As everywhere in deep learning, "convolution" here is correlation: the kernel is not flipped.
"""

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_conv, check_conv_fits, check_groups, check_mode
from cnnlib.shapes import (
    IntOrPair,
    OnePadding,
    Padding,
    PadMode,
    at_least,
    padding_of_axes,
    padding_of_axis,
    pair,
)
from cnnlib.torch_nn.init import Seed, fan_in_uniform
from cnnlib.torch_nn.pad import pad1d, pad2d


def conv1d(
    x: Float[torch.Tensor, "n c_in l"],
    weight: Float[torch.Tensor, "c_out c_group k"],
    bias: Float[torch.Tensor, "c_out"] | None = None,
    stride: int = 1,
    padding: OnePadding = 0,
    dilation: int = 1,
    groups: int = 1,
) -> Float[torch.Tensor, "n c_out l_out"]:
    """Convolve signals: (N, C_in, L) to (N, C_out, L_out).

    >>> x = torch.tensor([[[10.0, 50.0, 60.0, 10.0, 20.0]]])
    >>> conv1d(x, torch.tensor([[[-1.0, 0.0, 1.0]]]), stride=2, padding=1)
    tensor([[[ 50., -40., -10.]]])
    """
    check_conv("conv1d", x, weight, bias, padding, groups)
    check_conv_fits(x, weight, stride, padding, dilation)
    return F.conv1d(x, weight, bias, stride, padding, dilation, groups)


def conv2d(
    x: Float[torch.Tensor, "n c_in h w"],
    weight: Float[torch.Tensor, "c_out c_group kh kw"],
    bias: Float[torch.Tensor, "c_out"] | None = None,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> Float[torch.Tensor, "n c_out h_out w_out"]:
    """Convolve images: (N, C_in, H, W) to (N, C_out, H_out, W_out).

    >>> x = torch.arange(9.0).reshape(1, 1, 3, 3)
    >>> conv2d(x, torch.arange(4.0).reshape(1, 1, 2, 2))
    tensor([[[[19., 25.],
              [37., 43.]]]])
    """
    check_conv("conv2d", x, weight, bias, padding, groups)
    check_conv_fits(x, weight, stride, padding, dilation)
    return F.conv2d(x, weight, bias, stride, padding, dilation, groups)


class Conv1d(nn.Module):
    """Convolution of signals, with weight (out_channels, in_channels / groups, kernel_size).

    ``padding_mode`` is a mode of ``pad1d``; ``rng`` is a generator or a seed for the first weights.

    >>> Conv1d(3, 8, kernel_size=5, padding="same")(torch.ones(2, 3, 40)).shape
    torch.Size([2, 8, 40])
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        padding: OnePadding = 0,
        dilation: int = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: PadMode = "zeros",
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        check_groups("Conv1d", in_channels, out_channels, groups)
        check_mode("Conv1d", padding_mode)
        self.kernel_size = kernel_size = at_least("kernel_size", kernel_size, 1)
        shape = (out_channels, in_channels // groups, kernel_size)
        fan_in, rng = in_channels // groups * kernel_size, np.random.default_rng(rng)
        self.weight = nn.Parameter(fan_in_uniform(shape, fan_in, rng, dtype))
        self.bias = nn.Parameter(fan_in_uniform((out_channels,), fan_in, rng, dtype)) if bias else None
        self.stride, self.dilation, self.groups = stride, dilation, groups
        self.padding_mode: PadMode = padding_mode
        self.pads = padding_of_axis(padding, kernel_size, stride, dilation)
        self.padding: OnePadding = padding if padding_mode == "zeros" else 0  # what is left to conv1d

    def pad(self, x: Float[torch.Tensor, "n c_in l"]) -> Float[torch.Tensor, "n c_in l_padded"]:
        """Pad in the modes that conv1d does not know."""
        return x if self.padding_mode == "zeros" else pad1d(x, self.pads, self.padding_mode)

    def forward(self, x: Float[torch.Tensor, "n c_in l"]) -> Float[torch.Tensor, "n c_out l_out"]:
        """(N, in_channels, L) to (N, out_channels, L_out)."""
        arguments = self.stride, self.padding, self.dilation, self.groups
        return conv1d(self.pad(x), self.weight, self.bias, *arguments)


class Conv2d(nn.Module):
    """Convolution of images, with weight (out_channels, in_channels / groups, kh, kw).

    ``padding_mode`` is a mode of ``pad2d``; ``rng`` is a generator or a seed for the first weights.

    >>> Conv2d(3, 8, kernel_size=3, stride=2, padding=1)(torch.ones(2, 3, 32, 24)).shape
    torch.Size([2, 8, 16, 12])
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: Padding = 0,
        dilation: IntOrPair = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: PadMode = "zeros",
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        check_groups("Conv2d", in_channels, out_channels, groups)
        check_mode("Conv2d", padding_mode)
        self.kernel_size = kh, kw = pair(kernel_size)
        shape = (out_channels, in_channels // groups, kh, kw)
        fan_in, rng = in_channels // groups * kh * kw, np.random.default_rng(rng)
        self.weight = nn.Parameter(fan_in_uniform(shape, fan_in, rng, dtype))
        self.bias = nn.Parameter(fan_in_uniform((out_channels,), fan_in, rng, dtype)) if bias else None
        self.stride, self.dilation, self.groups = stride, dilation, groups
        self.padding_mode: PadMode = padding_mode
        self.pads = padding_of_axes(padding, (kh, kw), stride, dilation)
        self.padding: Padding = padding if padding_mode == "zeros" else 0  # what is left to conv2d

    def pad(self, x: Float[torch.Tensor, "n c_in h w"]) -> Float[torch.Tensor, "n c_in h_padded w_padded"]:
        """Pad in the modes that conv2d does not know."""
        return x if self.padding_mode == "zeros" else pad2d(x, self.pads, self.padding_mode)

    def forward(self, x: Float[torch.Tensor, "n c_in h w"]) -> Float[torch.Tensor, "n c_out h_out w_out"]:
        """(N, in_channels, H, W) to (N, out_channels, H_out, W_out)."""
        arguments = self.stride, self.padding, self.dilation, self.groups
        return conv2d(self.pad(x), self.weight, self.bias, *arguments)
