"""Transposed convolution as the formula says it: every input number stamps the kernel onto the output.

Where stamps overlap, they add up. Written as matrices, it multiplies by the transpose of the convolution's matrix:
hence the name. It is not an inverse, so "deconvolution", as some say, promises too much.
Source: Dumoulin and Visin (2016), A guide to convolution arithmetic, chapter 4, https://arxiv.org/abs/1603.07285.
"""

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_conv_transpose, check_gradient
from cnnlib.numpy_nn.pad import pad1d, pad2d
from cnnlib.shapes import IntOrPair, conv_transpose_output_size, pair


def conv_transpose1d(
    x: Float[np.ndarray, "n c_in l"],
    weight: Float[np.ndarray, "c_in c_group k"],
    bias: Float[np.ndarray, "c_out"] | None = None,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
    groups: int = 1,
    dilation: int = 1,
) -> Float[np.ndarray, "n c_out l_out"]:
    """Stamp the kernel at every step: y[n, o, i s + a d] += x[n, c, i] weight[c, o, a], then cut ``padding`` off.

    Input channel c writes only to the ``c_group`` = C_out / groups output channels of its group.

    >>> conv_transpose1d(np.array([[[1.0, 10.0]]]), np.array([[[1.0, 2.0, 3.0]]]), stride=2)
    array([[[ 1.,  2., 13., 20., 30.]]])
    """
    check_conv_transpose("conv_transpose1d", x, weight, bias, groups)
    n, c_in, length = x.shape
    _, c_group, k = weight.shape
    l_out = conv_transpose_output_size(length, k, stride, padding, output_padding, dilation)
    y = np.zeros((n, c_group * groups, l_out + 2 * padding), x.dtype)
    for c in range(c_in):
        group = c // (c_in // groups)
        channels = slice(group * c_group, (group + 1) * c_group)
        for i in range(length):
            taps = slice(i * stride, i * stride + k * dilation, dilation)
            y[:, channels, taps] += x[:, c, i][:, None, None] * weight[c]
    y = y[:, :, padding : padding + l_out].copy()
    return y if bias is None else y + bias[:, None]


def conv_transpose1d_backward(
    dy: Float[np.ndarray, "n c_out l_out"],
    x: Float[np.ndarray, "n c_in l"],
    weight: Float[np.ndarray, "c_in c_group k"],
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
    groups: int = 1,
    dilation: int = 1,
) -> tuple[Float[np.ndarray, "n c_in l"], Float[np.ndarray, "c_in c_group k"], Float[np.ndarray, "c_out"]]:
    """Return dx, dweight, dbias: each product x * weight gives dy * weight to x and dy * x to weight.

    So dx is a convolution of dy with the same kernel.

    >>> x, weight = np.array([[[1.0, 10.0]]]), np.array([[[1.0, 2.0, 3.0]]])
    >>> conv_transpose1d_backward(np.array([[[1.0, 0.0, 1.0, 0.0, 0.0]]]), x, weight, stride=2)
    (array([[[4., 1.]]]), array([[[11.,  0.,  1.]]]), array([2.]))
    """
    check_conv_transpose("conv_transpose1d_backward", x, weight, None, groups)
    n, c_in, length = x.shape
    _, c_group, k = weight.shape
    l_out = conv_transpose_output_size(length, k, stride, padding, output_padding, dilation)
    check_gradient("conv_transpose1d_backward", dy, x, (n, c_group * groups, l_out))
    dy_padded = pad1d(dy, padding)
    dx, dweight, dbias = np.zeros_like(x), np.zeros_like(weight), np.sum(dy, axis=(0, 2))
    for c in range(c_in):
        group = c // (c_in // groups)
        channels = slice(group * c_group, (group + 1) * c_group)
        for i in range(length):
            taps = slice(i * stride, i * stride + k * dilation, dilation)
            dx[:, c, i] = np.sum(weight[c] * dy_padded[:, channels, taps], axis=(1, 2))
            dweight[c] += np.sum(x[:, c, i][:, None, None] * dy_padded[:, channels, taps], axis=0)
    return dx, dweight, dbias


def conv_transpose2d(
    x: Float[np.ndarray, "n c_in h w"],
    weight: Float[np.ndarray, "c_in c_group kh kw"],
    bias: Float[np.ndarray, "c_out"] | None = None,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    output_padding: IntOrPair = 0,
    groups: int = 1,
    dilation: IntOrPair = 1,
) -> Float[np.ndarray, "n c_out h_out w_out"]:
    """Stamp the kernel at every pixel: y[n, o, i s + a d, j s + b d] += x[n, c, i, j] weight[c, o, a, b].

    Then ``padding`` is cut off on every side, and ``output_padding`` more rows and columns stay at the end. Input
    channel c writes only to the ``c_group`` = C_out / groups output channels of its group.

    >>> conv_transpose2d(np.array([[[[1.0, 10.0]]]]), np.array([[[[1.0, 2.0], [3.0, 4.0]]]]))
    array([[[[ 1., 12., 20.],
             [ 3., 34., 40.]]]])
    """
    check_conv_transpose("conv_transpose2d", x, weight, bias, groups)
    n, c_in, h, w = x.shape
    _, c_group, kh, kw = weight.shape
    (sh, sw), (ph, pw), (oh, ow), (dh, dw) = pair(stride), pair(padding), pair(output_padding), pair(dilation)
    h_out = conv_transpose_output_size(h, kh, sh, ph, oh, dh)
    w_out = conv_transpose_output_size(w, kw, sw, pw, ow, dw)
    y = np.zeros((n, c_group * groups, h_out + 2 * ph, w_out + 2 * pw), x.dtype)
    for c in range(c_in):
        group = c // (c_in // groups)
        channels = slice(group * c_group, (group + 1) * c_group)
        for i in range(h):
            for j in range(w):
                rows, columns = slice(i * sh, i * sh + kh * dh, dh), slice(j * sw, j * sw + kw * dw, dw)
                y[:, channels, rows, columns] += x[:, c, i, j][:, None, None, None] * weight[c]
    y = y[:, :, ph : ph + h_out, pw : pw + w_out].copy()
    return y if bias is None else y + bias[:, None, None]


def conv_transpose2d_backward(
    dy: Float[np.ndarray, "n c_out h_out w_out"],
    x: Float[np.ndarray, "n c_in h w"],
    weight: Float[np.ndarray, "c_in c_group kh kw"],
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    output_padding: IntOrPair = 0,
    groups: int = 1,
    dilation: IntOrPair = 1,
) -> tuple[
    Float[np.ndarray, "n c_in h w"], Float[np.ndarray, "c_in c_group kh kw"], Float[np.ndarray, "c_out"]
]:
    """Return dx, dweight, dbias: each product x * weight gives dy * weight to x and dy * x to weight.

    So dx is a convolution of dy with the same kernel.

    >>> x, weight = np.array([[[[1.0, 10.0]]]]), np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    >>> dx, dweight, dbias = conv_transpose2d_backward(np.ones((1, 1, 2, 3)), x, weight)
    >>> dx, dweight, dbias
    (array([[[[10., 10.]]]]), array([[[[11., 11.],
             [11., 11.]]]]), array([6.]))
    """
    check_conv_transpose("conv_transpose2d_backward", x, weight, None, groups)
    n, c_in, h, w = x.shape
    _, c_group, kh, kw = weight.shape
    (sh, sw), (ph, pw), (oh, ow), (dh, dw) = pair(stride), pair(padding), pair(output_padding), pair(dilation)
    h_out = conv_transpose_output_size(h, kh, sh, ph, oh, dh)
    w_out = conv_transpose_output_size(w, kw, sw, pw, ow, dw)
    check_gradient("conv_transpose2d_backward", dy, x, (n, c_group * groups, h_out, w_out))
    dy_padded = pad2d(dy, (ph, pw))
    dx, dweight, dbias = np.zeros_like(x), np.zeros_like(weight), np.sum(dy, axis=(0, 2, 3))
    for c in range(c_in):
        group = c // (c_in // groups)
        channels = slice(group * c_group, (group + 1) * c_group)
        for i in range(h):
            for j in range(w):
                rows, columns = slice(i * sh, i * sh + kh * dh, dh), slice(j * sw, j * sw + kw * dw, dw)
                upstream = dy_padded[:, channels, rows, columns]  # (n, c_group, kh, kw)
                dx[:, c, i, j] = np.sum(weight[c] * upstream, axis=(1, 2, 3))
                dweight[c] += np.sum(x[:, c, i, j][:, None, None, None] * upstream, axis=0)
    return dx, dweight, dbias
