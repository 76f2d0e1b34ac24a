"""Convolution as the formula says it: one kernel, one window, one number at a time.

As everywhere in deep learning, "convolution" here is correlation: the kernel is not flipped.
Source: Dumoulin and Visin (2016), A guide to convolution arithmetic, https://arxiv.org/abs/1603.07285.
"""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_conv, check_gradient
from cnnlib.numpy_nn.pad import pad1d, pad1d_backward, pad2d, pad2d_backward
from cnnlib.shapes import (
    IntOrPair,
    OnePadding,
    Padding,
    conv_output_size,
    padding_of_axes,
    padding_of_axis,
    pair,
)


def conv1d(
    x: Float[np.ndarray, "n c_in l"],
    weight: Float[np.ndarray, "c_out c_group k"],
    bias: Float[np.ndarray, "c_out"] | None = None,
    stride: int = 1,
    padding: OnePadding = 0,
    dilation: int = 1,
    groups: int = 1,
) -> Float[np.ndarray, "n c_out l_out"]:
    """Convolve signals: y[n, o, i] = bias[o] + sum over c, a of weight[o, c, a] x[n, c, i s + a d], x padded.

    Output channel o reads only the ``c_group`` = C_in / groups input channels of its group.

    >>> x = np.array([[[10.0, 50.0, 60.0, 10.0, 20.0]]])
    >>> conv1d(x, np.array([[[-1.0, 0.0, 1.0]]]), stride=2, padding=1)
    array([[[ 50., -40., -10.]]])
    """
    check_conv("conv1d", x, weight, bias, padding, groups)
    n, _, length = x.shape
    c_out, c_group, k = weight.shape
    y = np.zeros((n, c_out, conv_output_size(length, k, stride, padding, dilation)), x.dtype)
    x = pad1d(x, padding_of_axis(padding, k, stride, dilation))
    for o in range(c_out):
        group = o // (c_out // groups)
        channels = slice(group * c_group, (group + 1) * c_group)
        for i in range(y.shape[2]):
            taps = slice(i * stride, i * stride + k * dilation, dilation)
            y[:, o, i] = np.sum(weight[o] * x[:, channels, taps], axis=(1, 2))
    return y if bias is None else y + bias[:, None]


def conv1d_backward(
    dy: Float[np.ndarray, "n c_out l_out"],
    x: Float[np.ndarray, "n c_in l"],
    weight: Float[np.ndarray, "c_out c_group k"],
    stride: int = 1,
    padding: OnePadding = 0,
    dilation: int = 1,
    groups: int = 1,
) -> tuple[Float[np.ndarray, "n c_in l"], Float[np.ndarray, "c_out c_group k"], Float[np.ndarray, "c_out"]]:
    """Return dx, dweight, dbias: each product weight * x gives dy * weight to x and dy * x to weight.

    >>> x, weight = np.array([[[10.0, 50.0, 60.0, 10.0, 20.0]]]), np.array([[[-1.0, 0.0, 1.0]]])
    >>> dx, dweight, dbias = conv1d_backward(np.ones((1, 1, 3)), x, weight, stride=2, padding=1)
    >>> dx, dweight, dbias
    (array([[[0., 0., 0., 0., 0.]]]), array([[[60., 90., 60.]]]), array([3.]))
    """
    check_conv("conv1d_backward", x, weight, None, padding, groups)
    n, _, length = x.shape
    c_out, c_group, k = weight.shape
    l_out = conv_output_size(length, k, stride, padding, dilation)
    check_gradient("conv1d_backward", dy, x, (n, c_out, l_out))
    pads = padding_of_axis(padding, k, stride, dilation)
    x_padded = pad1d(x, pads)
    dx, dweight, dbias = np.zeros_like(x_padded), np.zeros_like(weight), np.sum(dy, axis=(0, 2))
    for o in range(c_out):
        group = o // (c_out // groups)
        channels = slice(group * c_group, (group + 1) * c_group)
        for i in range(l_out):
            taps = slice(i * stride, i * stride + k * dilation, dilation)
            upstream = dy[:, o, i][:, None, None]  # (n, 1, 1)
            dx[:, channels, taps] += upstream * weight[o]
            dweight[o] += np.sum(upstream * x_padded[:, channels, taps], axis=0)
    return pad1d_backward(dx, x, pads), dweight, dbias


def conv2d(
    x: Float[np.ndarray, "n c_in h w"],
    weight: Float[np.ndarray, "c_out c_group kh kw"],
    bias: Float[np.ndarray, "c_out"] | None = None,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> Float[np.ndarray, "n c_out h_out w_out"]:
    """Convolve images: y[n, o, i, j] = bias[o] + sum of weight[o, c, a, b] x[n, c, i s + a d, j s + b d].

    The sum runs over c, a and b; x is padded.

    Output channel o reads only the ``c_group`` = C_in / groups input channels of its group. ``stride``,
    ``padding`` and ``dilation`` may be pairs (height, width).

    >>> x = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> conv2d(x, np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[19., 25.],
             [37., 43.]]]])
    """
    check_conv("conv2d", x, weight, bias, padding, groups)
    n, _, h, w = x.shape
    c_out, c_group, kh, kw = weight.shape
    (sh, sw), (dh, dw) = pair(stride), pair(dilation)
    top_bottom, left_right = padding_of_axes(padding, (kh, kw), stride, dilation)
    h_out, w_out = conv_output_size(h, kh, sh, top_bottom, dh), conv_output_size(w, kw, sw, left_right, dw)
    x = pad2d(x, (top_bottom, left_right))
    y = np.zeros((n, c_out, h_out, w_out), x.dtype)
    for o in range(c_out):
        group = o // (c_out // groups)
        channels = slice(group * c_group, (group + 1) * c_group)
        for i in range(h_out):
            for j in range(w_out):
                rows, columns = slice(i * sh, i * sh + kh * dh, dh), slice(j * sw, j * sw + kw * dw, dw)
                y[:, o, i, j] = np.sum(weight[o] * x[:, channels, rows, columns], axis=(1, 2, 3))
    return y if bias is None else y + bias[:, None, None]


def conv2d_backward(
    dy: Float[np.ndarray, "n c_out h_out w_out"],
    x: Float[np.ndarray, "n c_in h w"],
    weight: Float[np.ndarray, "c_out c_group kh kw"],
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> tuple[
    Float[np.ndarray, "n c_in h w"], Float[np.ndarray, "c_out c_group kh kw"], Float[np.ndarray, "c_out"]
]:
    """Return dx, dweight, dbias: each product weight * x gives dy * weight to x and dy * x to weight.

    >>> x, weight = np.arange(9.0).reshape(1, 1, 3, 3), np.arange(4.0).reshape(1, 1, 2, 2)
    >>> dx, dweight, dbias = conv2d_backward(np.ones((1, 1, 2, 2)), x, weight)
    >>> dx
    array([[[[0., 1., 1.],
             [2., 6., 4.],
             [2., 5., 3.]]]])
    >>> dweight, dbias
    (array([[[[ 8., 12.],
             [20., 24.]]]]), array([4.]))
    """
    check_conv("conv2d_backward", x, weight, None, padding, groups)
    n, _, h, w = x.shape
    c_out, c_group, kh, kw = weight.shape
    (sh, sw), (dh, dw) = pair(stride), pair(dilation)
    top_bottom, left_right = pads = padding_of_axes(padding, (kh, kw), stride, dilation)
    h_out, w_out = conv_output_size(h, kh, sh, top_bottom, dh), conv_output_size(w, kw, sw, left_right, dw)
    check_gradient("conv2d_backward", dy, x, (n, c_out, h_out, w_out))
    x_padded = pad2d(x, pads)
    dx, dweight, dbias = np.zeros_like(x_padded), np.zeros_like(weight), np.sum(dy, axis=(0, 2, 3))
    for o in range(c_out):
        group = o // (c_out // groups)
        channels = slice(group * c_group, (group + 1) * c_group)
        for i in range(h_out):
            for j in range(w_out):
                rows, columns = slice(i * sh, i * sh + kh * dh, dh), slice(j * sw, j * sw + kw * dw, dw)
                upstream = dy[:, o, i, j][:, None, None, None]  # (n, 1, 1, 1)
                dx[:, channels, rows, columns] += upstream * weight[o]
                dweight[o] += np.sum(upstream * x_padded[:, channels, rows, columns], axis=0)
    return pad2d_backward(dx, x, pads), dweight, dbias
