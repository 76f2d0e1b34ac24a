"""Max-unpooling by PyTorch: put each maximum back to the place it came from, among zeros."""

import torch
import torch.nn.functional as F
from jaxtyping import Float, Integer
from torch import nn

from cnnlib.checks import check_unpool
from cnnlib.shapes import IntOrPair, pair


def max_unpool2d(
    x: Float[torch.Tensor, "n c h w"],
    indices: Integer[torch.Tensor, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    output_size: tuple[int, int] | None = None,
) -> Float[torch.Tensor, "n c h_out w_out"]:
    """Write x[n, c, i, j] to place indices[n, c, i, j] = row * W_out + column of an image of zeros.

    ``output_size``, (height, width), is (H - 1) s - 2p + k unless given.

    >>> max_unpool2d(torch.tensor([[[[5.0, 7.0]]]]), torch.tensor([[[[1, 6]]]]), 2)
    tensor([[[[0., 5., 0., 0.],
              [0., 0., 7., 0.]]]])
    """
    size = check_unpool("max_unpool2d", x, indices, kernel_size, stride, padding, output_size)
    steps = None if stride is None else pair(stride)
    return F.max_unpool2d(x, indices.long(), pair(kernel_size), steps, pair(padding), size)


class MaxUnpool2d(nn.Module):
    """Put maxima back to their places, among zeros: the way up for each ``MaxPool2d`` on the way down.

    >>> from cnnlib.torch_nn import MaxPool2d
    >>> y, indices = MaxPool2d(2, return_indices=True)(torch.ones(2, 3, 32, 24))
    >>> MaxUnpool2d(2)(y, indices).shape
    torch.Size([2, 3, 32, 24])
    """

    def __init__(
        self, kernel_size: IntOrPair, stride: IntOrPair | None = None, padding: IntOrPair = 0
    ) -> None:
        super().__init__()
        self.arguments = kernel_size, stride, padding

    def forward(
        self,
        x: Float[torch.Tensor, "n c h w"],
        indices: Integer[torch.Tensor, "n c h w"],
        output_size: tuple[int, int] | None = None,
    ) -> Float[torch.Tensor, "n c h_out w_out"]:
        """(N, C, H, W) twice, and perhaps (H_out, W_out), to (N, C, H_out, W_out)."""
        return max_unpool2d(x, indices, *self.arguments, output_size)
