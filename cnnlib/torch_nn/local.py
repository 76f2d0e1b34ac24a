"""The locally connected layer: a convolution whose weights are not shared, every output unit has its own kernel."""

import numpy as np
import torch
from jaxtyping import Float
from torch import nn

from cnnlib.checks import check_local
from cnnlib.grid import conv_grid
from cnnlib.shapes import IntOrPair, Padding, pair
from cnnlib.torch_nn.columns import im2col
from cnnlib.torch_nn.init import Seed, fan_in_uniform


def locally_connected2d(
    x: Float[torch.Tensor, "n c_in h w"],
    weight: Float[torch.Tensor, "c_out h_out w_out c_in kh kw"],
    bias: Float[torch.Tensor, "c_out h_out w_out"] | None = None,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> Float[torch.Tensor, "n c_out h_out w_out"]:
    """Look at each window with kernels of its own: weight[o, i, j] is that of the output unit y[:, o, i, j].

    >>> x = torch.tensor([[[[1.0, 2.0, 3.0]]]])
    >>> locally_connected2d(x, torch.tensor([[[[[[1.0, 1.0]]], [[[10.0, 100.0]]]]]]))
    tensor([[[[  3., 320.]]]])
    """
    check_local("locally_connected2d", x, weight, bias, stride, padding, dilation)
    c_out, h_out, w_out, c_in, kh, kw = weight.shape
    columns = im2col(x, (kh, kw), stride, padding, dilation)  # (n, c_in kh kw, positions)
    kernels = weight.reshape(c_out, h_out * w_out, c_in * kh * kw)
    y = torch.einsum("opk,nkp->nop", kernels, columns).reshape(len(x), c_out, h_out, w_out)
    return y if bias is None else y + bias


class LocallyConnected2d(nn.Module):
    """Convolution without shared weights, for images of one size.

    ``input_size`` is an integer or (height, width); the weight is (out_channels, H_out, W_out, in_channels, kh, kw).
    ``rng`` is a generator or a seed for the first weights.

    >>> layer = LocallyConnected2d(1, 1, input_size=200, kernel_size=10, padding="same")
    >>> layer(torch.ones(2, 1, 200, 200)).shape, layer.weight.numel()
    (torch.Size([2, 1, 200, 200]), 4000000)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        input_size: IntOrPair,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: Padding = 0,
        dilation: IntOrPair = 1,
        bias: bool = True,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        kh, kw = pair(kernel_size)
        units = (out_channels, *conv_grid(pair(input_size), (kh, kw), stride, padding, dilation).out)
        fan_in, rng = in_channels * kh * kw, np.random.default_rng(rng)
        self.weight = nn.Parameter(fan_in_uniform((*units, in_channels, kh, kw), fan_in, rng, dtype))
        self.bias = nn.Parameter(fan_in_uniform(units, fan_in, rng, dtype)) if bias else None
        self.arguments = stride, padding, dilation

    def forward(self, x: Float[torch.Tensor, "n c_in h w"]) -> Float[torch.Tensor, "n c_out h_out w_out"]:
        """(N, in_channels, H, W) to (N, out_channels, H_out, W_out)."""
        return locally_connected2d(x, self.weight, self.bias, *self.arguments)
