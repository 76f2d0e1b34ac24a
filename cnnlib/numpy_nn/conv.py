"""Convolution as one matrix product per band of output rows.

How it works. Write every window of the input as a column (im2col): c_group * kh * kw numbers. Write every
kernel as a row of as many numbers. Then all outputs are one product, kernels times columns, and a matrix
product is what a computer does fastest. The columns of a whole mini-batch would need kh * kw times the memory
of the input, so we take a few output rows at a time: a band, small enough to stay in the cache between being
written and being read. The backward pass is the transpose of each step: dweight multiplies the output
gradient by the transposed columns, dx multiplies the transposed kernels by the output gradient and adds each
column back to where it was taken from (col2im).

Source: Chellapilla, Puri and Simard (2006), High performance convolutional neural networks for document
processing, https://inria.hal.science/inria-00112631.
"""

from collections.abc import Iterator, Sequence
from math import prod
from typing import ClassVar

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_conv, check_gradient, check_groups, check_mode
from cnnlib.grid import Grid, conv_grid
from cnnlib.numpy_nn.init import Seed, fan_in_uniform
from cnnlib.numpy_nn.layer import Layer
from cnnlib.numpy_nn.pad import pad1d, pad1d_backward, pad2d, pad2d_backward
from cnnlib.numpy_nn.windows import batch_first, batch_last, windows
from cnnlib.shapes import (
    IntOrPair,
    OnePadding,
    Padding,
    PadMode,
    at_least,
    padding_of_axes,
    padding_of_axis,
    pair,
)

BAND = 1 << 20  # bytes of columns in one band: about a core's second-level cache


def conv1d(
    x: Float[np.ndarray, "n c_in l"],
    weight: Float[np.ndarray, "c_out c_group k"],
    bias: Float[np.ndarray, "c_out"] | None = None,
    stride: int = 1,
    padding: OnePadding = 0,
    dilation: int = 1,
    groups: int = 1,
) -> Float[np.ndarray, "n c_out l_out"]:
    """Convolve signals, fast; ``reference.conv1d`` has the formula. A signal is an image of one column.

    >>> x = np.array([[[10.0, 50.0, 60.0, 10.0, 20.0]]])
    >>> conv1d(x, np.array([[[-1.0, 0.0, 1.0]]]), stride=2, padding=1)
    array([[[ 50., -40., -10.]]])
    """
    check_conv("conv1d", x, weight, bias, padding, groups)
    grid = one_column(x.shape[2], weight.shape[2], stride, padding, dilation)
    return forward(x[..., None], weight[..., None], bias, grid, groups)[..., 0]


def conv1d_backward(
    dy: Float[np.ndarray, "n c_out l_out"],
    x: Float[np.ndarray, "n c_in l"],
    weight: Float[np.ndarray, "c_out c_group k"],
    stride: int = 1,
    padding: OnePadding = 0,
    dilation: int = 1,
    groups: int = 1,
) -> tuple[Float[np.ndarray, "n c_in l"], Float[np.ndarray, "c_out c_group k"], Float[np.ndarray, "c_out"]]:
    """Return dx, dweight, dbias, fast; ``reference.conv1d_backward`` has the formula.

    >>> x, weight = np.array([[[10.0, 50.0, 60.0, 10.0, 20.0]]]), np.array([[[-1.0, 0.0, 1.0]]])
    >>> dx, dweight, dbias = conv1d_backward(np.ones((1, 1, 3)), x, weight, stride=2, padding=1)
    >>> dx, dweight, dbias
    (array([[[0., 0., 0., 0., 0.]]]), array([[[60., 90., 60.]]]), array([3.]))
    """
    check_conv("conv1d_backward", x, weight, None, padding, groups)
    grid = one_column(x.shape[2], weight.shape[2], stride, padding, dilation)
    check_gradient("conv1d_backward", dy, x, (len(x), len(weight), grid.out[0]))
    dx, dweight, dbias = backward(dy[..., None], x[..., None], weight[..., None], grid, groups)
    return dx[..., 0], dweight[..., 0], dbias


def conv2d(
    x: Float[np.ndarray, "n c_in h w"],
    weight: Float[np.ndarray, "c_out c_group kh kw"],
    bias: Float[np.ndarray, "c_out"] | None = None,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> Float[np.ndarray, "n c_out h_out w_out"]:
    """Convolve images, fast; ``reference.conv2d`` has the formula.

    The result is (N, C_out, H_out, W_out) in batch-last memory order, in which the next layer reads it best.

    >>> x = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> conv2d(x, np.arange(4.0).reshape(1, 1, 2, 2))
    array([[[[19., 25.],
             [37., 43.]]]])
    """
    check_conv("conv2d", x, weight, bias, padding, groups)
    grid = conv_grid(x.shape[2:], weight.shape[2:], stride, padding, dilation)
    return forward(x, weight, bias, grid, groups)


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
    """Return dx, dweight, dbias, fast; ``reference.conv2d_backward`` has the formula.

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
    grid = conv_grid(x.shape[2:], weight.shape[2:], stride, padding, dilation)
    check_gradient("conv2d_backward", dy, x, (len(x), len(weight), *grid.out))
    return backward(dy, x, weight, grid, groups)


class Conv1d(Layer):
    """Convolution of signals, with weight (out_channels, in_channels / groups, kernel_size).

    ``padding_mode`` is a mode of ``pad1d``; ``rng`` is a generator or a seed for the first weights.

    >>> Conv1d(3, 8, kernel_size=5, padding="same")(np.ones((2, 3, 40), dtype=np.float32)).shape
    (2, 8, 40)
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        padding: OnePadding = 0,
        dilation: int = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: PadMode = "zeros",
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        check_groups("Conv1d", in_channels, out_channels, groups)
        check_mode("Conv1d", padding_mode)
        self.kernel_size = kernel_size = at_least("kernel_size", kernel_size, 1)
        shape = (out_channels, in_channels // groups, kernel_size)
        fan_in, rng = in_channels // groups * kernel_size, np.random.default_rng(rng)
        self.weight = fan_in_uniform(shape, fan_in, rng, dtype)
        self.bias = fan_in_uniform((out_channels,), fan_in, rng, dtype) if bias else None
        self.stride, self.dilation, self.groups = stride, dilation, groups
        self.padding_mode: PadMode = padding_mode
        self.pads = padding_of_axis(padding, kernel_size, stride, dilation)
        self.padding: OnePadding = padding if padding_mode == "zeros" else 0  # what is left to conv1d

    def pad(self, x: Float[np.ndarray, "n c_in l"]) -> Float[np.ndarray, "n c_in l_padded"]:
        """Pad in the modes that conv1d does not know."""
        return x if self.padding_mode == "zeros" else pad1d(x, self.pads, self.padding_mode)

    def forward(self, x: Float[np.ndarray, "n c_in l"]) -> Float[np.ndarray, "n c_out l_out"]:
        """(N, in_channels, L) to (N, out_channels, L_out)."""
        arguments = self.stride, self.padding, self.dilation, self.groups
        return conv1d(self.pad(x), self.weight, self.bias, *arguments)

    def backward(self, dy: Float[np.ndarray, "n c_out l_out"]) -> Float[np.ndarray, "n c_in l"]:
        """(N, out_channels, L_out) to (N, in_channels, L)."""
        (x,) = self.inputs
        arguments = self.stride, self.padding, self.dilation, self.groups
        dx, dweight, dbias = conv1d_backward(dy, self.pad(x), self.weight, *arguments)
        self.grads = {"weight": dweight} if self.bias is None else {"weight": dweight, "bias": dbias}
        return dx if self.padding_mode == "zeros" else pad1d_backward(dx, x, self.pads, self.padding_mode)


class Conv2d(Layer):
    """Convolution of images, with weight (out_channels, in_channels / groups, kh, kw).

    ``padding_mode`` is a mode of ``pad2d``; ``rng`` is a generator or a seed for the first weights.

    >>> Conv2d(3, 8, kernel_size=3, stride=2, padding=1)(np.ones((2, 3, 32, 24), dtype=np.float32)).shape
    (2, 8, 16, 12)
    """

    parameter_names: ClassVar[tuple[str, ...]] = ("weight", "bias")

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: Padding = 0,
        dilation: IntOrPair = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: PadMode = "zeros",
        rng: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        check_groups("Conv2d", in_channels, out_channels, groups)
        check_mode("Conv2d", padding_mode)
        self.kernel_size = kh, kw = pair(kernel_size)
        shape = (out_channels, in_channels // groups, kh, kw)
        fan_in, rng = in_channels // groups * kh * kw, np.random.default_rng(rng)
        self.weight = fan_in_uniform(shape, fan_in, rng, dtype)
        self.bias = fan_in_uniform((out_channels,), fan_in, rng, dtype) if bias else None
        self.stride, self.dilation, self.groups = stride, dilation, groups
        self.padding_mode: PadMode = padding_mode
        self.pads = padding_of_axes(padding, (kh, kw), stride, dilation)
        self.padding: Padding = padding if padding_mode == "zeros" else 0  # what is left to conv2d

    def pad(self, x: Float[np.ndarray, "n c_in h w"]) -> Float[np.ndarray, "n c_in h_padded w_padded"]:
        """Pad in the modes that conv2d does not know."""
        return x if self.padding_mode == "zeros" else pad2d(x, self.pads, self.padding_mode)

    def forward(self, x: Float[np.ndarray, "n c_in h w"]) -> Float[np.ndarray, "n c_out h_out w_out"]:
        """(N, in_channels, H, W) to (N, out_channels, H_out, W_out)."""
        arguments = self.stride, self.padding, self.dilation, self.groups
        return conv2d(self.pad(x), self.weight, self.bias, *arguments)

    def backward(self, dy: Float[np.ndarray, "n c_out h_out w_out"]) -> Float[np.ndarray, "n c_in h w"]:
        """(N, out_channels, H_out, W_out) to (N, in_channels, H, W)."""
        (x,) = self.inputs
        arguments = self.stride, self.padding, self.dilation, self.groups
        dx, dweight, dbias = conv2d_backward(dy, self.pad(x), self.weight, *arguments)
        self.grads = {"weight": dweight} if self.bias is None else {"weight": dweight, "bias": dbias}
        return dx if self.padding_mode == "zeros" else pad2d_backward(dx, x, self.pads, self.padding_mode)


def one_column(length: int, kernel_size: int, stride: int, padding: OnePadding, dilation: int) -> Grid:
    """Lay windows on a signal as on an image of ``length`` rows and one column."""
    sides = padding if isinstance(padding, str) else (padding, 0)
    return conv_grid((length, 1), (kernel_size, 1), (stride, 1), sides, (dilation, 1))


def forward(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, grid: Grid, groups: int
) -> np.ndarray:
    """Multiply the kernels by the columns, band by band, straight into the output."""
    n, (c_out, c_group, kh, kw), (h_out, w_out) = len(x), weight.shape, grid.out
    taps = windows(batch_last(x, grid.pads, phases=grid.stride[1]), grid)
    kernels = weight.reshape(groups, c_out // groups, c_group * kh * kw)
    y = np.empty((groups, c_out // groups, h_out * w_out * n), x.dtype)
    for rows, workspace in bands(taps, weight.nbytes):
        columns = columns_of(taps, rows, workspace, groups)  # (groups, c_group kh kw, positions)
        np.matmul(kernels, columns, out=y[:, :, positions(rows, w_out * n)])
    y = y.reshape(c_out, h_out, w_out, n)
    if bias is not None:
        y += bias[:, None, None, None]
    return y.transpose(3, 0, 1, 2)


def backward(
    dy: np.ndarray, x: np.ndarray, weight: np.ndarray, grid: Grid, groups: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Transpose every step of ``forward``: dx, dweight and dbias."""
    dy = batch_last(dy)[:, :, 0].transpose(3, 0, 1, 2)  # lay it out once for both
    dx = input_gradient(dy, weight, x.shape[2:], grid, groups)
    dweight = weight_gradient(dy, x, weight, grid, groups)
    return dx, dweight, dy.sum(axis=(0, 2, 3))


def input_gradient(
    dy: np.ndarray, weight: np.ndarray, size: Sequence[int], grid: Grid, groups: int
) -> np.ndarray:
    """Return dx: dcolumns = weight^T dy, then col2im."""
    n, (c_out, c_group, kh, kw), (h_out, w_out) = len(dy), weight.shape, grid.out
    (h, w), (top_bottom, left_right), phases = size, grid.pads, grid.stride[1]
    h_padded, w_phase = h + sum(top_bottom), -(-(w + sum(left_right)) // phases)
    dx_padded = np.zeros((groups * c_group, h_padded, phases, w_phase, n), dy.dtype)
    dtaps = windows(dx_padded, grid, writeable=True)
    dy = batch_last(dy).reshape(groups, c_out // groups, h_out * w_out * n)
    kernels = weight.reshape(groups, c_out // groups, c_group * kh * kw)
    for rows, workspace in bands(dtaps, weight.nbytes):
        dy_band = dy[:, :, positions(rows, w_out * n)]
        shape = (groups, c_group * kh * kw, dy_band.shape[2])
        dcolumns = workspace[: prod(shape)].reshape(shape)
        np.matmul(kernels.swapaxes(1, 2), dy_band, out=dcolumns)
        add_columns(dcolumns, dtaps, rows)
    return batch_first(dx_padded, size, grid.pads)


def weight_gradient(dy: np.ndarray, x: np.ndarray, weight: np.ndarray, grid: Grid, groups: int) -> np.ndarray:
    """Return dweight = dy columns^T."""
    n, (c_out, c_group, kh, kw), (h_out, w_out) = len(x), weight.shape, grid.out
    taps = windows(batch_last(x, grid.pads, phases=grid.stride[1]), grid)
    dy = batch_last(dy).reshape(groups, c_out // groups, h_out * w_out * n)
    dweight = np.zeros((groups, c_out // groups, c_group * kh * kw), x.dtype)
    for rows, workspace in bands(taps, weight.nbytes):
        columns = columns_of(taps, rows, workspace, groups)
        dweight += dy[:, :, positions(rows, w_out * n)] @ columns.swapaxes(1, 2)
    return dweight.reshape(weight.shape)


def bands(taps: list[np.ndarray], weight_bytes: int) -> Iterator[tuple[slice, np.ndarray]]:
    """Cut the output rows into bands of equal height; each comes with the same memory for its columns.

    A band is never smaller than the kernels, which are read again for each, up to four times ``BAND``.
    """
    c_in, kh, h_out, w_out, n = taps[0].shape
    row = c_in * kh * len(taps) * w_out * n  # numbers in the columns of one output row
    size = min(max(BAND, weight_bytes), 4 * BAND)
    count = max(1, min(h_out, -(-h_out * row * taps[0].itemsize // size)))
    height = -(-h_out // count)
    workspace = np.empty(height * row, taps[0].dtype)
    for start in range(0, h_out, height):
        yield slice(start, min(start + height, h_out)), workspace


def positions(rows: slice, width: int) -> slice:
    """Turn a slice of output rows into the slice of output positions that lie in them."""
    return slice(rows.start * width, rows.stop * width)


def columns_of(taps: list[np.ndarray], rows: slice, workspace: np.ndarray, groups: int) -> np.ndarray:
    """Copy the windows of these output rows into columns (im2col).

    Beside the padding this is the only copy. A 1x1 kernel needs none: its columns are the image itself.
    """
    c_in, kh, _, w_out, n = taps[0].shape
    kw, height = len(taps), rows.stop - rows.start
    shape = (groups, c_in // groups * kh * kw, height * w_out * n)
    if kh == kw == 1:
        return taps[0][:, 0, rows].reshape(shape)
    columns = workspace[: c_in * kh * kw * height * w_out * n].reshape(c_in, kh, kw, height, w_out, n)
    for b, tap in enumerate(taps):
        columns[:, :, b] = tap[:, :, rows]
    return columns.reshape(shape)


def add_columns(dcolumns: np.ndarray, dtaps: list[np.ndarray], rows: slice) -> None:
    """Add every number of the columns to the pixel that it was copied from (col2im).

    One kernel tap at a time: within a tap no pixel comes twice, so a whole-array addition loses nothing.
    """
    c_in, kh, _, w_out, n = dtaps[0].shape
    columns = dcolumns.reshape(c_in, kh, len(dtaps), rows.stop - rows.start, w_out, n)
    for b, dtap in enumerate(dtaps):
        for a in range(kh):
            dtap[:, a, rows] += columns[:, a, b]
