"""Min pooling as the formula says it: one window at a time. A window is cut off where the image ends."""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_array, check_gradient
from cnnlib.numpy_nn.reference.pool import window
from cnnlib.shapes import IntOrPair, pair, pool_output_size


def min_pool1d(
    x: Float[np.ndarray, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c l_out"]:
    """Take the smallest number of each window: y_i = min over t of x[i s - p + t d].

    >>> min_pool1d(np.array([[[2.0, 1.0, 3.0, 4.0]]]), 2)
    array([[[1., 3.]]])
    """
    check_array("min_pool1d", "x", x, "N C L")
    n, c, length = x.shape
    k, s, p, d = kernel_size, kernel_size if stride is None else stride, padding, dilation
    l_out = pool_output_size(length, k, s, p, d, ceil_mode)
    y = np.zeros((n, c, l_out), x.dtype)
    for sample, channel, i in np.ndindex(n, c, l_out):
        y[sample, channel, i] = np.min(x[sample, channel, window(i, k, s, p, d, length)])
    return y


def min_pool1d_backward(
    dy: Float[np.ndarray, "n c l_out"],
    x: Float[np.ndarray, "n c l"],
    kernel_size: int,
    stride: int | None = None,
    padding: int = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c l"]:
    """Give the gradient of each window to its first smallest number; where windows overlap, gradients add up.

    >>> min_pool1d_backward(np.array([[[5.0, 7.0]]]), np.array([[[2.0, 1.0, 1.0, 3.0]]]), 3, stride=1)
    array([[[ 0., 12.,  0.,  0.]]])
    """
    check_array("min_pool1d_backward", "x", x, "N C L")
    n, c, length = x.shape
    k, s, p, d = kernel_size, kernel_size if stride is None else stride, padding, dilation
    l_out = pool_output_size(length, k, s, p, d, ceil_mode)
    check_gradient("min_pool1d_backward", dy, x, (n, c, l_out))
    dx = np.zeros(x.shape, x.dtype)
    for sample, channel, i in np.ndindex(n, c, l_out):
        seen = window(i, k, s, p, d, length)
        first = np.argmin(x[sample, channel, seen])
        dx[sample, channel, seen][first] += dy[sample, channel, i]
    return dx


def min_pool2d(
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c h_out w_out"]:
    """Take the smallest number of each window; ``stride`` is ``kernel_size`` unless given.

    >>> x = np.array([[[[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]])
    >>> min_pool2d(x, 2)
    array([[[[1., 2.],
             [1., 0.]]]])
    """
    check_array("min_pool2d", "x", x, "N C H W")
    n, c, h, w = x.shape
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    (ph, pw), (dh, dw) = pair(padding), pair(dilation)
    h_out = pool_output_size(h, kh, sh, ph, dh, ceil_mode)
    w_out = pool_output_size(w, kw, sw, pw, dw, ceil_mode)
    y = np.zeros((n, c, h_out, w_out), x.dtype)
    for sample, channel, i, j in np.ndindex(n, c, h_out, w_out):
        rows, columns = window(i, kh, sh, ph, dh, h), window(j, kw, sw, pw, dw, w)
        y[sample, channel, i, j] = np.min(x[sample, channel, rows, columns])
    return y


def min_pool2d_backward(
    dy: Float[np.ndarray, "n c h_out w_out"],
    x: Float[np.ndarray, "n c h w"],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
) -> Float[np.ndarray, "n c h w"]:
    """Give the gradient of each window to its first smallest number; where windows overlap, gradients add up.

    >>> min_pool2d_backward(np.array([[[[8.0]]]]), np.array([[[[2.0, 1.0], [1.0, 3.0]]]]), 2)
    array([[[[0., 8.],
             [0., 0.]]]])
    """
    check_array("min_pool2d_backward", "x", x, "N C H W")
    n, c, h, w = x.shape
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    (ph, pw), (dh, dw) = pair(padding), pair(dilation)
    h_out = pool_output_size(h, kh, sh, ph, dh, ceil_mode)
    w_out = pool_output_size(w, kw, sw, pw, dw, ceil_mode)
    check_gradient("min_pool2d_backward", dy, x, (n, c, h_out, w_out))
    dx = np.zeros(x.shape, x.dtype)
    for sample, channel, i, j in np.ndindex(n, c, h_out, w_out):
        rows, columns = window(i, kh, sh, ph, dh, h), window(j, kw, sw, pw, dw, w)
        seen = x[sample, channel, rows, columns]
        row, column = np.unravel_index(np.argmin(seen), seen.shape)
        dx[sample, channel, rows, columns][row, column] += dy[sample, channel, i, j]
    return dx
