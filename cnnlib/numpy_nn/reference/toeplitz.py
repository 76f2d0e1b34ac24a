"""The matrix of a convolution, one weight at a time.

Row (o, i) takes from column (c, i s + a d - p) the weight (o, c, a); in two dimensions each axis has such a rule.
"""

from collections.abc import Iterator
from itertools import product
from math import prod

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_conv_matrix, check_gradient
from cnnlib.grid import Grid, conv_grid
from cnnlib.shapes import IntOrPair, OnePadding, Padding

Places = Iterator[tuple[tuple[int, int], tuple[int, int, int, int]]]


def conv1d_matrix(
    weight: Float[np.ndarray, "c_out c_group k"],
    length: int,
    stride: int = 1,
    padding: OnePadding = 0,
    dilation: int = 1,
    groups: int = 1,
) -> Float[np.ndarray, "rows columns"]:
    """Write ``conv1d`` as a matrix; see ``conv2d_matrix``. A signal is an image of one column.

    >>> conv1d_matrix(np.array([[[1.0, 2.0, 3.0]]]), 5)
    array([[1., 2., 3., 0., 0.],
           [0., 1., 2., 3., 0.],
           [0., 0., 1., 2., 3.]])
    """
    check_conv_matrix("conv1d_matrix", weight, (length,), padding, groups)
    sides = padding if isinstance(padding, str) else (padding, 0)
    return conv2d_matrix(weight[..., None], (length, 1), (stride, 1), sides, (dilation, 1), groups)


def conv1d_matrix_backward(
    dy: Float[np.ndarray, "rows columns"],
    weight: Float[np.ndarray, "c_out c_group k"],
    length: int,
    stride: int = 1,
    padding: OnePadding = 0,
    dilation: int = 1,
    groups: int = 1,
) -> Float[np.ndarray, "c_out c_group k"]:
    """Return dweight: a weight that is used in many places gets the sum of their gradients.

    >>> conv1d_matrix_backward(np.ones((3, 5)), np.zeros((1, 1, 3)), 5, stride=2, padding=1)
    array([[[2., 3., 2.]]])
    """
    check_conv_matrix("conv1d_matrix_backward", weight, (length,), padding, groups)
    sides = padding if isinstance(padding, str) else (padding, 0)
    arguments = (length, 1), (stride, 1), sides, (dilation, 1), groups
    check_gradient("conv1d_matrix_backward", dy, weight, conv2d_matrix(weight[..., None], *arguments).shape)
    return conv2d_matrix_backward(dy, weight[..., None], *arguments)[..., 0]


def conv2d_matrix(
    weight: Float[np.ndarray, "c_out c_group kh kw"],
    size: tuple[int, int],
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> Float[np.ndarray, "rows columns"]:
    """Write ``conv2d`` on images of (height, width) as a (C_out H_out W_out, C_in H W) matrix.

    Every output number is a row, every input number a column, both in the order of ``ravel``.

    >>> conv2d_matrix(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), (2, 3))
    array([[1., 2., 0., 3., 4., 0.],
           [0., 1., 2., 0., 3., 4.]])
    """
    check_conv_matrix("conv2d_matrix", weight, size, padding, groups)
    grid = conv_grid(size, weight.shape[2:], stride, padding, dilation)
    rows, columns = len(weight) * prod(grid.out), weight.shape[1] * groups * prod(size)
    matrix = np.zeros((rows, columns), weight.dtype)
    for place, tap in places(weight.shape, size, grid, groups):
        matrix[place] = weight[tap]
    return matrix


def conv2d_matrix_backward(
    dy: Float[np.ndarray, "rows columns"],
    weight: Float[np.ndarray, "c_out c_group kh kw"],
    size: tuple[int, int],
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> Float[np.ndarray, "c_out c_group kh kw"]:
    """Return dweight: a weight that is used in many places gets the sum of their gradients.

    >>> conv2d_matrix_backward(np.ones((2, 6)), np.zeros((1, 1, 2, 2)), (2, 3))
    array([[[[2., 2.],
             [2., 2.]]]])
    """
    check_conv_matrix("conv2d_matrix_backward", weight, size, padding, groups)
    grid = conv_grid(size, weight.shape[2:], stride, padding, dilation)
    shape = len(weight) * prod(grid.out), weight.shape[1] * groups * prod(size)
    check_gradient("conv2d_matrix_backward", dy, weight, shape)
    dweight = np.zeros_like(weight)
    for place, tap in places(weight.shape, size, grid, groups):
        dweight[tap] += dy[place]
    return dweight


def places(weight_shape: tuple[int, ...], size: tuple[int, int], grid: Grid, groups: int) -> Places:
    """Go through the (row, column) of the matrix that hold a weight, each with that weight's indices.

    >>> list(places((1, 1, 1, 2), (1, 2), conv_grid((1, 2), (1, 2)), 1))
    [((0, 0), (0, 0, 0, 0)), ((0, 1), (0, 0, 0, 1))]
    """
    c_out, c_group, kh, kw = weight_shape
    (h, w), (h_out, w_out), ((top, _), (left, _)) = size, grid.out, grid.pads
    (sh, sw), (dh, dw) = grid.stride, grid.dilation
    for o, i, j, c, a, b in product(*map(range, (c_out, h_out, w_out, c_group, kh, kw))):
        group = o // (c_out // groups)
        y, x = i * sh + a * dh - top, j * sw + b * dw - left
        if 0 <= y < h and 0 <= x < w:
            row, column = (o * h_out + i) * w_out + j, ((group * c_group + c) * h + y) * w + x
            yield (row, column), (o, c, a, b)
