"""Write a convolution as the matrix it is: y.ravel() = W @ x.ravel().

A linear map is known by what it does to the basis: column j of its matrix is the image of the j-th basis vector.
So the matrix of a convolution is what it makes of an identity matrix, read as a mini-batch with one sample for
every input number. ``reference`` places each weight by its indices instead.

Every row holds the same few weights, shifted; in one dimension this is a Toeplitz matrix. The transpose takes
gradients back: dx.ravel() = W.T @ dy.ravel(). Source: Goodfellow, Bengio and Courville (2016), Deep Learning,
section 9.1, https://www.deeplearningbook.org; Gray (2006), Toeplitz and circulant matrices: a review,
https://doi.org/10.1561/0100000006.
"""

from math import prod

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_conv_matrix, check_gradient
from cnnlib.grid import conv_grid
from cnnlib.numpy_nn.conv import conv1d, conv1d_backward, conv2d, conv2d_backward
from cnnlib.shapes import IntOrPair, OnePadding, Padding, conv_output_size


def conv1d_matrix(
    weight: Float[np.ndarray, "c_out c_group k"],
    length: int,
    stride: int = 1,
    padding: OnePadding = 0,
    dilation: int = 1,
    groups: int = 1,
) -> Float[np.ndarray, "rows columns"]:
    """Write ``conv1d`` on signals of this length as a (C_out L_out, C_in L) matrix.

    Raises ValueError where the kernel does not fit.

    >>> conv1d_matrix(np.array([[[1.0, 2.0, 3.0]]]), 5)
    array([[1., 2., 3., 0., 0.],
           [0., 1., 2., 3., 0.],
           [0., 0., 1., 2., 3.]])
    >>> conv1d_matrix(np.array([[[1.0, 2.0, 3.0]]]), 5, stride=2, padding=1)
    array([[2., 3., 0., 0., 0.],
           [0., 1., 2., 3., 0.],
           [0., 0., 0., 1., 2.]])
    """
    check_conv_matrix("conv1d_matrix", weight, (length,), padding, groups)
    basis = identity(weight, (length,), groups)
    y = conv1d(basis, weight, None, stride, padding, dilation, groups)
    return y.transpose(1, 2, 0).reshape(y.shape[1] * y.shape[2], len(basis))


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
    l_out = conv_output_size(length, weight.shape[2], stride, padding, dilation)
    basis = identity(weight, (length,), groups)
    check_gradient("conv1d_matrix_backward", dy, weight, (len(weight) * l_out, len(basis)))
    images = dy.reshape(len(weight), l_out, len(basis)).transpose(2, 0, 1)
    return conv1d_backward(images, basis, weight, stride, padding, dilation, groups)[1]


def conv2d_matrix(
    weight: Float[np.ndarray, "c_out c_group kh kw"],
    size: tuple[int, int],
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> Float[np.ndarray, "rows columns"]:
    """Write ``conv2d`` on images of (height, width) as a (C_out H_out W_out, C_in H W) matrix.

    Raises ValueError where the kernel does not fit.

    >>> conv2d_matrix(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), (2, 3))
    array([[1., 2., 0., 3., 4., 0.],
           [0., 1., 2., 0., 3., 4.]])
    """
    check_conv_matrix("conv2d_matrix", weight, size, padding, groups)
    basis = identity(weight, size, groups)
    y = conv2d(basis, weight, None, stride, padding, dilation, groups)
    return y.transpose(1, 2, 3, 0).reshape(y.shape[1] * y.shape[2] * y.shape[3], len(basis))


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
    h_out, w_out = conv_grid(size, weight.shape[2:], stride, padding, dilation).out
    basis = identity(weight, size, groups)
    check_gradient("conv2d_matrix_backward", dy, weight, (len(weight) * h_out * w_out, len(basis)))
    images = dy.reshape(len(weight), h_out, w_out, len(basis)).transpose(3, 0, 1, 2)
    return conv2d_backward(images, basis, weight, stride, padding, dilation, groups)[1]


def identity(weight: np.ndarray, size: tuple[int, ...], groups: int) -> np.ndarray:
    """Make one input for every number of an input: 1 there, 0 elsewhere.

    >>> identity(np.zeros((1, 1, 3)), (2,), groups=1)
    array([[[1., 0.]],
    <BLANKLINE>
           [[0., 1.]]])
    """
    shape = (weight.shape[1] * groups, *size)
    return np.eye(prod(shape), dtype=weight.dtype).reshape(prod(shape), *shape)
