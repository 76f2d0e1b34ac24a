"""Transposed convolution: the backward pass of a convolution, used forward.

How it works. A convolution with this kernel would turn an image of the output's size into one of the input's size.
Its gradient goes the other way, from the smaller to the larger, and is just what we want: every input number stamps
the kernel onto the output. So forward here is dx there, dx here is forward there, and dweight is the same with the
two images exchanged. ``bands.py`` explains the steps.

Source: Dumoulin and Visin (2016), A guide to convolution arithmetic, chapter 4, https://arxiv.org/abs/1603.07285.
"""

from typing import ClassVar

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_conv_transpose, check_gradient, check_groups
from cnnlib.grid import Grid, conv_transpose_grid
from cnnlib.numpy_nn import bands
from cnnlib.numpy_nn.init import Seed, fan_in_uniform
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.windows import batch_last, windows
from cnnlib.shapes import IntOrPair, at_least, conv_transpose_output_size, pair


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
    """Stamp the kernel at every step, fast; ``reference.conv_transpose1d`` has the formula.

    A signal is an image of one column.

    >>> conv_transpose1d(np.array([[[1.0, 10.0]]]), np.array([[[1.0, 2.0, 3.0]]]), stride=2)
    array([[[ 1.,  2., 13., 20., 30.]]])
    """
    check_conv_transpose("conv_transpose1d", x, weight, bias, groups)
    size, grid = one_column(x.shape[2], weight.shape[2], stride, padding, output_padding, dilation)
    return stamp(x[..., None], weight[..., None], bias, size, grid, groups)[..., 0]


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
    """Return dx, dweight, dbias, fast; ``reference.conv_transpose1d_backward`` has the formula.

    >>> x, weight = np.array([[[1.0, 10.0]]]), np.array([[[1.0, 2.0, 3.0]]])
    >>> conv_transpose1d_backward(np.array([[[1.0, 0.0, 1.0, 0.0, 0.0]]]), x, weight, stride=2)
    (array([[[4., 1.]]]), array([[[11.,  0.,  1.]]]), array([2.]))
    """
    check_conv_transpose("conv_transpose1d_backward", x, weight, None, groups)
    size, grid = one_column(x.shape[2], weight.shape[2], stride, padding, output_padding, dilation)
    check_gradient("conv_transpose1d_backward", dy, x, (len(x), weight.shape[1] * groups, size[0]))
    dx, dweight, dbias = backward(dy[..., None], x[..., None], weight[..., None], grid, groups)
    return dx[..., 0], dweight[..., 0], dbias


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
    """Stamp the kernel at every pixel, fast; ``reference.conv_transpose2d`` has the formula.

    >>> conv_transpose2d(np.array([[[[1.0, 10.0]]]]), np.array([[[[1.0, 2.0], [3.0, 4.0]]]]))
    array([[[[ 1., 12., 20.],
             [ 3., 34., 40.]]]])
    """
    check_conv_transpose("conv_transpose2d", x, weight, bias, groups)
    size, grid = conv_transpose_grid(x.shape[2:], weight.shape[2:], stride, padding, output_padding, dilation)
    return stamp(x, weight, bias, size, grid, groups)


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
    """Return dx, dweight, dbias, fast; ``reference.conv_transpose2d_backward`` has the formula.

    >>> x, weight = np.array([[[[1.0, 10.0]]]]), np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    >>> dx, dweight, dbias = conv_transpose2d_backward(np.ones((1, 1, 2, 3)), x, weight)
    >>> dx, dweight, dbias
    (array([[[[10., 10.]]]]), array([[[[11., 11.],
             [11., 11.]]]]), array([6.]))
    """
    check_conv_transpose("conv_transpose2d_backward", x, weight, None, groups)
    size, grid = conv_transpose_grid(x.shape[2:], weight.shape[2:], stride, padding, output_padding, dilation)
    check_gradient("conv_transpose2d_backward", dy, x, (len(x), weight.shape[1] * groups, *size))
    return backward(dy, x, weight, grid, groups)


class ConvTranspose1d(Layer):
    """Transposed convolution of signals, with weight (in_channels, out_channels / groups, kernel_size).

    ``rng`` is a generator or a seed for the first weights.

    >>> ConvTranspose1d(8, 3, kernel_size=4, stride=2, padding=1)(np.ones((2, 8, 20), dtype=np.float32)).shape
    (2, 3, 40)
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        padding: int = 0,
        output_padding: int = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: int = 1,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        check_groups("ConvTranspose1d", in_channels, out_channels, groups)
        self.kernel_size = kernel_size = at_least("kernel_size", kernel_size, 1)
        shape = (in_channels, out_channels // groups, kernel_size)
        fan_in, rng = out_channels // groups * kernel_size, np.random.default_rng(rng)  # as PyTorch counts it
        self.weight = fan_in_uniform(shape, fan_in, rng, dtype)
        self.bias = fan_in_uniform((out_channels,), fan_in, rng, dtype) if bias else None
        self.arguments = stride, padding, output_padding, groups, dilation

    def forward(self, x: Float[np.ndarray, "n c_in l"]) -> Float[np.ndarray, "n c_out l_out"]:
        """(N, in_channels, L) to (N, out_channels, L_out)."""
        return conv_transpose1d(x, self.weight, self.bias, *self.arguments)

    def backward(self, dy: Float[np.ndarray, "n c_out l_out"]) -> Float[np.ndarray, "n c_in l"]:
        """(N, out_channels, L_out) to (N, in_channels, L)."""
        (x,) = self.inputs
        dx, dweight, dbias = conv_transpose1d_backward(dy, x, self.weight, *self.arguments)
        self.grads = {"weight": dweight} if self.bias is None else {"weight": dweight, "bias": dbias}
        return dx


class ConvTranspose2d(Layer):
    """Transposed convolution of images, with weight (in_channels, out_channels / groups, kh, kw).

    ``rng`` is a generator or a seed for the first weights.

    >>> ConvTranspose2d(8, 3, kernel_size=2, stride=2)(np.ones((2, 8, 16, 12), dtype=np.float32)).shape
    (2, 3, 32, 24)
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: IntOrPair = 0,
        output_padding: IntOrPair = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: IntOrPair = 1,
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        check_groups("ConvTranspose2d", in_channels, out_channels, groups)
        self.kernel_size = kh, kw = pair(kernel_size)
        shape = (in_channels, out_channels // groups, kh, kw)
        fan_in, rng = out_channels // groups * kh * kw, np.random.default_rng(rng)  # as PyTorch counts it
        self.weight = fan_in_uniform(shape, fan_in, rng, dtype)
        self.bias = fan_in_uniform((out_channels,), fan_in, rng, dtype) if bias else None
        self.arguments = stride, padding, output_padding, groups, dilation

    def forward(self, x: Float[np.ndarray, "n c_in h w"]) -> Float[np.ndarray, "n c_out h_out w_out"]:
        """(N, in_channels, H, W) to (N, out_channels, H_out, W_out)."""
        return conv_transpose2d(x, self.weight, self.bias, *self.arguments)

    def backward(self, dy: Float[np.ndarray, "n c_out h_out w_out"]) -> Float[np.ndarray, "n c_in h w"]:
        """(N, out_channels, H_out, W_out) to (N, in_channels, H, W)."""
        (x,) = self.inputs
        dx, dweight, dbias = conv_transpose2d_backward(dy, x, self.weight, *self.arguments)
        self.grads = {"weight": dweight} if self.bias is None else {"weight": dweight, "bias": dbias}
        return dx


def one_column(
    length: int, kernel_size: int, stride: int, padding: int, output_padding: int, dilation: int
) -> tuple[tuple[int, int], Grid]:
    """Lay windows on a signal as on an image of one column."""
    size = conv_transpose_output_size(length, kernel_size, stride, padding, output_padding, dilation)
    pads = ((padding, padding), (0, 0))
    return (size, 1), Grid((kernel_size, 1), (stride, 1), (dilation, 1), pads, (length, 1))


def stamp(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, size: tuple[int, int], grid: Grid, groups: int
) -> np.ndarray:
    """Go forward: what the convolution does backward."""
    y = bands.input_gradient(x, weight, size, grid, groups)
    if bias is not None:
        y += bias[:, None, None]
    return y


def backward(
    dy: np.ndarray, x: np.ndarray, weight: np.ndarray, grid: Grid, groups: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Go backward: what the convolution does forward, and its dweight with x in the place of the output gradient.

    Both read the same columns, those of dy, so they share one loop.
    """
    n, (c_in, c_group, kh, kw), (h, w) = len(x), weight.shape, grid.out
    taps = windows(batch_last(dy, grid.pads, phases=grid.stride[1]), grid)
    x = batch_last(x).reshape(groups, c_in // groups, h * w * n)
    kernels = weight.reshape(groups, c_in // groups, c_group * kh * kw)
    dx, dweight = np.empty(x.shape, x.dtype), np.zeros(kernels.shape, x.dtype)
    for rows, workspace in bands.bands(taps, weight.nbytes):
        columns, band = bands.columns_of(taps, rows, workspace, groups), bands.positions(rows, w * n)
        np.matmul(kernels, columns, out=dx[:, :, band])
        dweight += bands.times_transposed(x[:, :, band], columns)
    dx = dx.reshape(c_in, h, w, n).transpose(3, 0, 1, 2)
    return dx, dweight.reshape(weight.shape), dy.sum(axis=(0, 2, 3))
