"""Write the windows of an image as columns of a matrix, and add such columns up to an image again.

PyTorch has both as ``F.unfold`` and ``F.fold``, with the arguments in another order and one padding for both
sides of an axis.
"""

import torch
import torch.nn.functional as F
from jaxtyping import Float

from cnnlib.checks import check_array, check_columns
from cnnlib.grid import conv_grid
from cnnlib.shapes import IntOrPair, Padding, pair
from cnnlib.torch_nn.pad import pad2d


def im2col(
    x: Float[torch.Tensor, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> Float[torch.Tensor, "n rows positions"]:
    """Copy each window into a column: (N, C, H, W) to (N, C KH KW, H_out W_out).

    >>> im2col(torch.arange(9.0).reshape(1, 1, 3, 3), 2)
    tensor([[[0., 1., 3., 4.],
             [1., 2., 4., 5.],
             [3., 4., 6., 7.],
             [4., 5., 7., 8.]]])
    """
    check_array("im2col", "x", x, "N C H W")
    grid = conv_grid(x.shape[2:], pair(kernel_size), stride, padding, dilation)
    return F.unfold(pad2d(x, grid.pads), grid.kernel, grid.dilation, 0, grid.stride)


def col2im(
    columns: Float[torch.Tensor, "n rows positions"],
    output_size: tuple[int, int],
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> Float[torch.Tensor, "n c h w"]:
    """Add each number of the columns to its pixel: (N, C KH KW, H_out W_out) to (N, C, *output_size).

    >>> col2im(torch.ones(1, 4, 4), (3, 3), 2)
    tensor([[[[1., 2., 1.],
              [2., 4., 2.],
              [1., 2., 1.]]]])
    """
    check_array("col2im", "columns", columns, "N C*KH*KW positions")
    grid = conv_grid(output_size, pair(kernel_size), stride, padding, dilation)
    check_columns("col2im", columns, grid)
    (h, w), ((top, bottom), (left, right)) = output_size, grid.pads
    padded = (top + h + bottom, left + w + right)
    return F.fold(columns, padded, grid.kernel, grid.dilation, 0, grid.stride)[
        :, :, top : top + h, left : left + w
    ]
