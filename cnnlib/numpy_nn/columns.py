"""Write the windows of an image as columns of a matrix, and add such columns up to an image again.

With im2col a convolution is one matrix product, kernels as rows times windows as columns. The two functions are
adjoint: <im2col(x), c> = <x, col2im(c)> for every x and c, so each is the backward pass of the other. They are
not inverse: a pixel that lies in several windows comes back as often as it was copied. ``conv2d`` does the same
steps on a few rows at a time.

Source: Chellapilla, Puri and Simard (2006), High performance convolutional neural networks for document
processing, https://inria.hal.science/inria-00112631.
"""

from math import prod

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_array, check_columns, check_gradient
from cnnlib.grid import conv_grid
from cnnlib.numpy_nn.windows import batch_first, batch_last, windows
from cnnlib.shapes import IntOrPair, Padding, pair


def im2col(
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> Float[np.ndarray, "n rows positions"]:
    """Copy each window into a column, fast; ``reference.im2col`` has the formula.

    >>> im2col(np.arange(9.0).reshape(1, 1, 3, 3), 2)
    array([[[0., 1., 3., 4.],
            [1., 2., 4., 5.],
            [3., 4., 6., 7.],
            [4., 5., 7., 8.]]])
    """
    check_array("im2col", "x", x, "N C H W")
    n, c, h, w = x.shape
    grid = conv_grid((h, w), pair(kernel_size), stride, padding, dilation)
    (kh, kw), (h_out, w_out) = grid.kernel, grid.out
    columns = np.empty((n, c, kh, kw, h_out, w_out), x.dtype)
    for b, tap in enumerate(windows(batch_last(x, grid.pads), grid)):  # tap: (c, kh, h_out, w_out, n)
        columns[:, :, :, b] = tap.transpose(4, 0, 1, 2, 3)
    return columns.reshape(n, c * kh * kw, h_out * w_out)


def im2col_backward(
    dy: Float[np.ndarray, "n rows positions"],
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> Float[np.ndarray, "n c h w"]:
    """Add the gradient of each copy to the pixel: dx = col2im(dy).

    >>> im2col_backward(np.ones((1, 4, 4)), np.zeros((1, 1, 3, 3)), 2)
    array([[[[1., 2., 1.],
             [2., 4., 2.],
             [1., 2., 1.]]]])
    """
    check_array("im2col_backward", "x", x, "N C H W")
    n, c, h, w = x.shape
    grid = conv_grid((h, w), pair(kernel_size), stride, padding, dilation)
    check_gradient("im2col_backward", dy, x, (n, c * prod(grid.kernel), prod(grid.out)))
    return col2im(dy, (h, w), kernel_size, stride, padding, dilation)


def col2im(
    columns: Float[np.ndarray, "n rows positions"],
    output_size: tuple[int, int],
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> Float[np.ndarray, "n c h w"]:
    """Add each number of the columns to its pixel, fast; ``reference.col2im`` has the formula.

    One kernel tap at a time: within a tap no pixel comes twice, so a whole-array addition loses nothing.

    >>> col2im(np.ones((1, 4, 4)), (3, 3), 2)
    array([[[[1., 2., 1.],
             [2., 4., 2.],
             [1., 2., 1.]]]])
    """
    check_array("col2im", "columns", columns, "N C*KH*KW positions")
    grid = conv_grid(output_size, pair(kernel_size), stride, padding, dilation)
    check_columns("col2im", columns, grid)
    (h, w), (kh, kw), (h_out, w_out) = output_size, grid.kernel, grid.out
    n, c = len(columns), columns.shape[1] // (kh * kw)
    ((top, bottom), (left, right)) = grid.pads
    x = np.zeros((c, top + h + bottom, 1, left + w + right, n), columns.dtype)
    columns = columns.reshape(n, c, kh, kw, h_out, w_out).transpose(1, 2, 3, 4, 5, 0)
    for b, tap in enumerate(windows(x, grid, writeable=True)):  # tap: (c, kh, h_out, w_out, n)
        for a in range(kh):
            tap[:, a] += columns[:, a, b]
    return batch_first(x, (h, w), grid.pads)


def col2im_backward(
    dy: Float[np.ndarray, "n c h w"],
    columns: Float[np.ndarray, "n rows positions"],
    output_size: tuple[int, int],
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> Float[np.ndarray, "n rows positions"]:
    """Hand the gradient of each pixel to every number that was added to it: dcolumns = im2col(dy).

    >>> col2im_backward(np.array([[[[1.0, 2.0, 3.0]]]]), np.zeros((1, 2, 2)), (1, 3), (1, 2))
    array([[[1., 2.],
            [2., 3.]]])
    """
    check_array("col2im_backward", "columns", columns, "N C*KH*KW positions")
    grid = conv_grid(output_size, pair(kernel_size), stride, padding, dilation)
    check_columns("col2im_backward", columns, grid)
    c = columns.shape[1] // prod(grid.kernel)
    check_gradient("col2im_backward", dy, columns, (len(columns), c, *output_size))
    return im2col(dy, kernel_size, stride, padding, dilation)
