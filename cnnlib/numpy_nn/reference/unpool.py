"""Max-unpooling as the formula says it: one number at a time.

Source: Zeiler, Taylor and Fergus (2011), Adaptive deconvolutional networks for mid and high level feature learning,
section 2, https://doi.org/10.1109/ICCV.2011.6126474.
"""

import numpy as np
from jaxtyping import Float, Integer

from cnnlib.checks import check_gradient, check_unpool
from cnnlib.shapes import IntOrPair


def max_unpool2d(
    x: Float[np.ndarray, "n c h w"],
    indices: Integer[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    output_size: tuple[int, int] | None = None,
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Write each number to its place, row * W_out + column, of an image of zeros; the last of two stays.

    >>> max_unpool2d(np.array([[[[5.0, 7.0]]]]), np.array([[[[1, 6]]]]), 2)
    array([[[[0., 5., 0., 0.],
             [0., 0., 7., 0.]]]])
    """
    h_out, w_out = check_unpool("max_unpool2d", x, indices, kernel_size, stride, padding, output_size)
    y = np.zeros((*x.shape[:2], h_out, w_out), x.dtype)
    for sample, channel, i, j in np.ndindex(x.shape):
        row, column = divmod(int(indices[sample, channel, i, j]), w_out)
        y[sample, channel, row, column] = x[sample, channel, i, j]
    return y


def max_unpool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    indices: Integer[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    output_size: tuple[int, int] | None = None,
) -> Float[np.ndarray, "n c h w"]:
    """Pick the gradient at the place that each number was written to.

    >>> dy, x = np.arange(8.0).reshape(1, 1, 2, 4), np.array([[[[5.0, 7.0]]]])
    >>> max_unpool2d_backward(dy, x, np.array([[[[1, 6]]]]), 2)
    array([[[[1., 6.]]]])
    """
    arguments = kernel_size, stride, padding, output_size
    h_out, w_out = check_unpool("max_unpool2d_backward", x, indices, *arguments)
    check_gradient("max_unpool2d_backward", dy, x, (*x.shape[:2], h_out, w_out))
    dx = np.zeros(x.shape, x.dtype)
    for sample, channel, i, j in np.ndindex(x.shape):
        row, column = divmod(int(indices[sample, channel, i, j]), w_out)
        dx[sample, channel, i, j] = dy[sample, channel, row, column]
    return dx
