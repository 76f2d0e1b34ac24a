"""Write a convolution as the matrix it is: y.ravel() = W @ x.ravel().

A linear map is known by what it does to the basis: column j of its matrix is the image of the j-th basis vector.
So the matrix of a convolution is what it makes of an identity matrix, read as a mini-batch with one sample for
every input number.
"""

from math import prod

import torch
from jaxtyping import Float

from cnnlib.checks import check_conv_matrix
from cnnlib.shapes import IntOrPair, OnePadding, Padding
from cnnlib.torch_nn.conv import conv1d, conv2d


def conv1d_matrix(
    weight: Float[torch.Tensor, "c_out c_group k"],
    length: int,
    stride: int = 1,
    padding: OnePadding = 0,
    dilation: int = 1,
    groups: int = 1,
) -> Float[torch.Tensor, "rows columns"]:
    """Write ``conv1d`` on signals of this length as a (C_out L_out, C_in L) matrix.

    >>> conv1d_matrix(torch.tensor([[[1.0, 2.0, 3.0]]]), 5)
    tensor([[1., 2., 3., 0., 0.],
            [0., 1., 2., 3., 0.],
            [0., 0., 1., 2., 3.]])
    """
    check_conv_matrix("conv1d_matrix", weight, (length,), padding, groups)
    basis = identity(weight, (length,), groups)
    return conv1d(basis, weight, None, stride, padding, dilation, groups).flatten(1).T


def conv2d_matrix(
    weight: Float[torch.Tensor, "c_out c_group kh kw"],
    size: tuple[int, int],
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> Float[torch.Tensor, "rows columns"]:
    """Write ``conv2d`` on images of (height, width) as a (C_out H_out W_out, C_in H W) matrix.

    >>> conv2d_matrix(torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]]), (2, 3))
    tensor([[1., 2., 0., 3., 4., 0.],
            [0., 1., 2., 0., 3., 4.]])
    """
    check_conv_matrix("conv2d_matrix", weight, size, padding, groups)
    basis = identity(weight, size, groups)
    return conv2d(basis, weight, None, stride, padding, dilation, groups).flatten(1).T


def identity(weight: torch.Tensor, size: tuple[int, ...], groups: int) -> torch.Tensor:
    """Make one input for every number of an input: 1 there, 0 elsewhere."""
    shape = (weight.shape[1] * groups, *size)
    return torch.eye(prod(shape), dtype=weight.dtype, device=weight.device).reshape(prod(shape), *shape)
