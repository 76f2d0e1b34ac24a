"""The locally connected layer as the formula says it: one unit, its own kernel, one window."""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_gradient, check_local
from cnnlib.numpy_nn.pad import pad2d, pad2d_backward
from cnnlib.shapes import IntOrPair, Padding


def locally_connected2d(
    x: Float[np.ndarray, "n c_in h w"],
    weight: Float[np.ndarray, "c_out h_out w_out c_in kh kw"],
    bias: Float[np.ndarray, "c_out h_out w_out"] | None = None,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> Float[np.ndarray, "n c_out h_out w_out"]:
    """Convolve with other weights at every position.

    y[n, o, i, j] = bias[o, i, j] + sum of weight[o, i, j, c, a, b] x[n, c, i s + a d, j s + b d] over c, a and b, x
    padded. Source: Gregor and LeCun (2010), https://arxiv.org/abs/1006.0448.

    >>> x = np.array([[[[1.0, 2.0, 3.0]]]])
    >>> locally_connected2d(x, np.array([[[[[[1.0, 1.0]]], [[[10.0, 100.0]]]]]]))
    array([[[[  3., 320.]]]])
    """
    grid = check_local("locally_connected2d", x, weight, bias, stride, padding, dilation)
    (kh, kw), (sh, sw), (dh, dw) = grid.kernel, grid.stride, grid.dilation
    x = pad2d(x, grid.pads)
    y = np.zeros((len(x), *weight.shape[:3]), x.dtype)
    for o, i, j in np.ndindex(weight.shape[:3]):
        rows, columns = slice(i * sh, i * sh + kh * dh, dh), slice(j * sw, j * sw + kw * dw, dw)
        y[:, o, i, j] = np.sum(weight[o, i, j] * x[:, :, rows, columns], axis=(1, 2, 3))
    return y if bias is None else y + bias


def locally_connected2d_backward(
    dy: Float[np.ndarray, "n c_out h_out w_out"],
    x: Float[np.ndarray, "n c_in h w"],
    weight: Float[np.ndarray, "c_out h_out w_out c_in kh kw"],
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> tuple[
    Float[np.ndarray, "n c_in h w"],
    Float[np.ndarray, "c_out h_out w_out c_in kh kw"],
    Float[np.ndarray, "c_out h_out w_out"],
]:
    """Return dx, dweight, dbias: each product weight * x gives dy * weight to x and dy * x to weight.

    >>> x, weight = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[[[[[1.0, 1.0]]], [[[10.0, 100.0]]]]]])
    >>> dx, dweight, dbias = locally_connected2d_backward(np.array([[[[1.0, 2.0]]]]), x, weight)
    >>> dx, dweight.tolist(), dbias
    (array([[[[  1.,  21., 200.]]]]), [[[[[[1.0, 2.0]]], [[[4.0, 6.0]]]]]], array([[[1., 2.]]]))
    """
    grid = check_local("locally_connected2d_backward", x, weight, None, stride, padding, dilation)
    check_gradient("locally_connected2d_backward", dy, x, (len(x), *weight.shape[:3]))
    (kh, kw), (sh, sw), (dh, dw) = grid.kernel, grid.stride, grid.dilation
    x_padded = pad2d(x, grid.pads)
    dx, dweight = np.zeros_like(x_padded), np.zeros_like(weight)
    for o, i, j in np.ndindex(weight.shape[:3]):
        rows, columns = slice(i * sh, i * sh + kh * dh, dh), slice(j * sw, j * sw + kw * dw, dw)
        upstream = dy[:, o, i, j][:, None, None, None]  # (n, 1, 1, 1)
        dx[:, :, rows, columns] += upstream * weight[o, i, j]
        dweight[o, i, j] = np.sum(upstream * x_padded[:, :, rows, columns], axis=0)
    return pad2d_backward(dx, x, grid.pads), dweight, np.sum(dy, axis=0)
