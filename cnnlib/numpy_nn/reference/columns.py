"""im2col and col2im as they are defined: one window, one number at a time.

Row (c KH + a) KW + b holds what kernel tap (a, b) of channel c reads; column i W_out + j belongs to window (i, j).
"""

from math import prod

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_array, check_columns, check_gradient
from cnnlib.grid import conv_grid
from cnnlib.numpy_nn.pad import pad2d
from cnnlib.shapes import IntOrPair, Padding, pair


def im2col(
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> Float[np.ndarray, "n rows positions"]:
    """Copy each window into a column: (N, C, H, W) to (N, C KH KW, H_out W_out), the layout of ``F.unfold``.

    Then conv2d(x, weight) is weight.reshape(C_out, -1) @ im2col(x) for each sample. Raises ValueError where
    the kernel does not fit.

    >>> im2col(np.arange(9.0).reshape(1, 1, 3, 3), 2)
    array([[[0., 1., 3., 4.],
            [1., 2., 4., 5.],
            [3., 4., 6., 7.],
            [4., 5., 7., 8.]]])
    """
    check_array("im2col", "x", x, "N C H W")
    n, c, h, w = x.shape
    grid = conv_grid((h, w), pair(kernel_size), stride, padding, dilation)
    (kh, kw), (sh, sw), (dh, dw), (h_out, w_out) = grid.kernel, grid.stride, grid.dilation, grid.out
    x = pad2d(x, grid.pads)
    columns = np.zeros((n, c * kh * kw, h_out * w_out), x.dtype)
    for i in range(h_out):
        for j in range(w_out):
            rows, cols = slice(i * sh, i * sh + kh * dh, dh), slice(j * sw, j * sw + kw * dw, dw)
            columns[:, :, i * w_out + j] = x[:, :, rows, cols].reshape(n, c * kh * kw)
    return columns


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
    """Add each number of the columns to its pixel: (N, C KH KW, H_out W_out) to (N, C, *output_size).

    Where windows overlap, the numbers add up; what falls on the padding is dropped, as in ``F.fold``. Raises
    ValueError if rows or positions do not fit the kernel and the size.

    >>> col2im(np.ones((1, 4, 4)), (3, 3), 2)
    array([[[[1., 2., 1.],
             [2., 4., 2.],
             [1., 2., 1.]]]])
    """
    check_array("col2im", "columns", columns, "N C*KH*KW positions")
    grid = conv_grid(output_size, pair(kernel_size), stride, padding, dilation)
    check_columns("col2im", columns, grid)
    (h, w), (kh, kw), (sh, sw), (dh, dw) = output_size, grid.kernel, grid.stride, grid.dilation
    ((top, bottom), (left, right)), (h_out, w_out) = grid.pads, grid.out
    n, c = len(columns), columns.shape[1] // (kh * kw)
    x = np.zeros((n, c, top + h + bottom, left + w + right), columns.dtype)
    for i in range(h_out):
        for j in range(w_out):
            rows, cols = slice(i * sh, i * sh + kh * dh, dh), slice(j * sw, j * sw + kw * dw, dw)
            x[:, :, rows, cols] += columns[:, :, i * w_out + j].reshape(n, c, kh, kw)
    return x[:, :, top : top + h, left : left + w]


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
