"""Convolution as one matrix product per band of output rows.

How it works. Write every window of the input as a column (im2col): c_group * kh * kw numbers. Write every
kernel as a row of as many numbers. Then all outputs are one product, kernels times columns, and a matrix
product is what a computer does fastest. The columns of a whole mini-batch would need kh * kw times the memory
of the input, so we take a few output rows at a time: a band, small enough to stay in the cache between being
written and being read. The backward pass is the transpose of each step: dweight multiplies the output
gradient by the transposed columns, dx multiplies the transposed kernels by the output gradient and adds each
column back to where it was taken from (col2im). With stride 1, dx is a convolution, too: each pixel was seen through
every tap of the kernel, last tap first, so dx reads dy through the kernel turned by 180 degrees.

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
from cnnlib.numpy_nn.windows import batch_first, batch_last, is_round, staggered, windows
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
        x = self.pad(x)
        check_conv("conv1d", x, self.weight, self.bias, self.padding, self.groups)
        self.grid = one_column(x.shape[2], self.kernel_size, self.stride, self.padding, self.dilation)
        x, weight = x[..., None], self.weight[..., None]
        # in training backward will read the columns again; in use nothing is kept
        self.columns = Columns(x, self.grid, self.groups, weight.nbytes) if self.training else None
        if self.columns is None:
            return forward(x, weight, self.bias, self.grid, self.groups)[..., 0]
        return multiply(self.columns, weight, self.bias, self.grid)[..., 0]

    def backward(self, dy: Float[np.ndarray, "n c_out l_out"]) -> Float[np.ndarray, "n c_in l"]:
        """(N, out_channels, L_out) to (N, in_channels, L)."""
        (x,) = self.inputs
        self.backward_parameters(dy)
        length = x.shape[2] if self.padding_mode == "zeros" else x.shape[2] + sum(self.pads)
        dx = input_gradient(dy[..., None], self.weight[..., None], (length, 1), self.grid, self.groups)
        dx = dx[..., 0]
        return dx if self.padding_mode == "zeros" else pad1d_backward(dx, x, self.pads, self.padding_mode)

    def backward_parameters(self, dy: Float[np.ndarray, "n c_out l_out"]) -> None:
        """Leave the gradients of weight and bias, and save the work for that of the input."""
        (x,) = self.inputs
        check_gradient("conv1d_backward", dy, x, (len(x), len(self.weight), self.grid.out[0]))
        columns = self.columns or Columns(self.pad(x)[..., None], self.grid, self.groups, self.weight.nbytes)
        dweight, dbias = parameter_gradients(dy[..., None], columns, self.weight[..., None])
        dweight = dweight[..., 0]
        self.grads = {"weight": dweight} if self.bias is None else {"weight": dweight, "bias": dbias}


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
        x = self.pad(x)
        check_conv("conv2d", x, self.weight, self.bias, self.padding, self.groups)
        self.grid = conv_grid(x.shape[2:], self.kernel_size, self.stride, self.padding, self.dilation)
        # in training backward will read the columns again; in use nothing is kept
        self.columns = Columns(x, self.grid, self.groups, self.weight.nbytes) if self.training else None
        if self.columns is None:
            return forward(x, self.weight, self.bias, self.grid, self.groups)
        return multiply(self.columns, self.weight, self.bias, self.grid)

    def backward(self, dy: Float[np.ndarray, "n c_out h_out w_out"]) -> Float[np.ndarray, "n c_in h w"]:
        """(N, out_channels, H_out, W_out) to (N, in_channels, H, W)."""
        (x,) = self.inputs
        self.backward_parameters(dy)
        (h, w), (rows, columns) = x.shape[2:], self.pads
        size = (h, w) if self.padding_mode == "zeros" else (h + sum(rows), w + sum(columns))
        dx = input_gradient(dy, self.weight, size, self.grid, self.groups)
        return dx if self.padding_mode == "zeros" else pad2d_backward(dx, x, self.pads, self.padding_mode)

    def backward_parameters(self, dy: Float[np.ndarray, "n c_out h_out w_out"]) -> None:
        """Leave the gradients of weight and bias, and save the work for that of the input."""
        (x,) = self.inputs
        check_gradient("conv2d_backward", dy, x, (len(x), len(self.weight), *self.grid.out))
        columns = self.columns or Columns(self.pad(x), self.grid, self.groups, self.weight.nbytes)
        dweight, dbias = parameter_gradients(dy, columns, self.weight)
        self.grads = {"weight": dweight} if self.bias is None else {"weight": dweight, "bias": dbias}


def one_column(length: int, kernel_size: int, stride: int, padding: OnePadding, dilation: int) -> Grid:
    """Lay windows on a signal as on an image of ``length`` rows and one column."""
    sides = padding if isinstance(padding, str) else (padding, 0)
    return conv_grid((length, 1), (kernel_size, 1), (stride, 1), sides, (dilation, 1))


class Columns:
    """The windows of an input as columns (im2col), a band of output rows at a time.

    Iterate for (positions, columns): which of the output positions, and the matrix (groups, c_group kh kw, positions).
    All bands are written to the same memory; if there is but one, it stays, so that a small layer going backward finds
    what it wrote going forward.

    >>> x, grid = np.arange(3.0).reshape(1, 1, 1, 3), conv_grid((1, 3), (1, 2))
    >>> [(band, columns.tolist()) for band, columns in Columns(x, grid, groups=1, weight_bytes=16)]
    [(slice(0, 2, None), [[[0.0, 1.0], [1.0, 2.0]]])]
    """

    def __init__(self, x: np.ndarray, grid: Grid, groups: int, weight_bytes: int) -> None:
        self.taps = windows(batch_last(x, grid.pads, phases=grid.stride[1]), grid)
        self.groups, self.weight_bytes = groups, weight_bytes
        self.only: list[tuple[slice, np.ndarray]] = []
        c_in, kh, h_out, w_out, n = self.taps[0].shape
        self.n, size = n, h_out * w_out * n
        if len(self.taps) == 1 and self.taps[0].nbytes <= BAND and not is_round(size, x.dtype):
            # the windows of a small signal are one view: one copy makes them columns, and no band has to be cut
            self.only = [(slice(0, size), self.taps[0].reshape(groups, c_in // groups * kh, size))]

    def __iter__(self) -> Iterator[tuple[slice, np.ndarray]]:
        if self.only:
            yield from self.only
            return
        _, _, h_out, w_out, n = self.taps[0].shape
        for rows, workspace in bands(self.taps, self.weight_bytes):
            found = positions(rows, w_out * n), columns_of(self.taps, rows, workspace, self.groups)
            if rows == slice(0, h_out):
                self.only = [found]
            yield found


def forward(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, grid: Grid, groups: int
) -> np.ndarray:
    """Multiply the kernels by the columns, as many images at a time as memory is kept for."""
    n, (c_out, *_), (h_out, w_out), step = (
        len(x),
        weight.shape,
        grid.out,
        images_at_once(x, len(weight), grid),
    )
    if step >= n:
        return multiply(Columns(x, grid, groups, weight.nbytes), weight, bias, grid)
    y = np.empty((c_out, h_out, w_out, n), x.dtype).transpose(3, 0, 1, 2)
    for start in range(0, n, step):
        part = slice(start, start + step)
        y[part] = multiply(Columns(x[part], grid, groups, weight.nbytes), weight, bias, grid)
    return y


def images_at_once(x: np.ndarray, c_out: int, grid: Grid) -> int:
    """Count the images to convolve together so that forward needs at most output + 1.5 input + 8 MiB.

    That is all of them, unless padding multiplies the size of small images, or one row of columns exceeds a band. Only
    a single image can need more, if its width makes one row of columns larger than that.

    >>> x = np.zeros((2000, 64, 2, 2), np.float32)
    >>> images_at_once(x[:100], 64, conv_grid((2, 2), (3, 3), padding=1))
    100
    >>> images_at_once(x, 64, conv_grid((2, 2), (3, 3), padding=1))
    323
    """
    (n, c_in, h, w), (kh, kw), (h_out, w_out), (rows, columns) = x.shape, grid.kernel, grid.out, grid.pads
    padded = (
        c_in * (h + sum(rows)) * (w + sum(columns)) * x.itemsize
    )  # bytes for one image, as are the next two
    row, y = c_in * kh * kw * w_out * x.itemsize, c_out * h_out * w_out * x.itemsize
    if n * padded + max(4 * BAND, n * row) <= 1.5 * x.nbytes + 7 * BAND:
        return n
    return max(1, 3 * BAND // (padded + row + y))


def multiply(columns: Columns, weight: np.ndarray, bias: np.ndarray | None, grid: Grid) -> np.ndarray:
    """Multiply the kernels by each band of columns, straight into the output."""
    (c_out, *kernel), (h_out, w_out), n = weight.shape, grid.out, columns.n
    groups, size = columns.groups, h_out * w_out * n
    kernels = weight.reshape(groups, c_out // groups, prod(kernel))
    y = staggered(c_out, size, weight.dtype).reshape(groups, c_out // groups, size)
    for band, matrix in columns:
        part = y[:, :, band]
        np.matmul(kernels, matrix, out=part)
        if bias is not None:
            part += bias.reshape(groups, c_out // groups, 1)  # while the band is in the cache
    return y.reshape(c_out, h_out, w_out, n).transpose(3, 0, 1, 2)


def backward(
    dy: np.ndarray, x: np.ndarray, weight: np.ndarray, grid: Grid, groups: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Transpose every step of ``forward``: dx, dweight and dbias."""
    dy = batch_last(dy)[:, :, 0].transpose(3, 0, 1, 2)  # lay it out once for both
    dx = input_gradient(dy, weight, x.shape[2:], grid, groups)
    return dx, *parameter_gradients(dy, Columns(x, grid, groups, weight.nbytes), weight)


def parameter_gradients(
    dy: np.ndarray, columns: Columns, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return dweight = dy columns^T, and dbias, the sum of dy over all positions."""
    groups, c_out, (n, _, h_out, w_out) = columns.groups, len(weight), dy.shape
    dy = batch_last(dy).reshape(groups, c_out // groups, h_out * w_out * n)
    remaining = iter(columns)
    band, matrix = next(remaining)  # there is at least one band, if of no position
    dkernels = times_transposed(dy[:, :, band], matrix)
    for band, matrix in remaining:
        dkernels += times_transposed(dy[:, :, band], matrix)
    return dkernels.reshape(weight.shape), dy.sum(axis=2).reshape(c_out)


def times_transposed(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return a b^T, or the transpose of b a^T: with the larger matrix first OpenBLAS is up to twice as fast."""
    if a.shape[1] >= b.shape[1]:
        return a @ b.swapaxes(1, 2)
    return (b @ a.swapaxes(1, 2)).swapaxes(1, 2)


def input_gradient(
    dy: np.ndarray, weight: np.ndarray, size: Sequence[int], grid: Grid, groups: int
) -> np.ndarray:
    """Return dx: dcolumns = weight^T dy, then col2im, or a convolution where that is possible and cheaper."""
    n, (c_out, c_group, kh, kw), (h_out, w_out) = len(dy), weight.shape, grid.out
    turned_grid, fewer_columns = turn(grid, size), c_out * prod(size) <= groups * c_group * h_out * w_out
    if turned_grid is not None and fewer_columns and weight.size < dy.size:
        return forward(dy, turned(weight, groups), None, turned_grid, groups)
    (h, w), (top_bottom, left_right), phases = size, grid.pads, grid.stride[1]
    h_padded, w_phase = h + sum(top_bottom), -(-(w + sum(left_right)) // phases)
    dx_padded = np.zeros((groups * c_group, h_padded, phases, w_phase, n), dy.dtype)
    dtaps = windows(dx_padded, grid, writeable=True)
    dy = batch_last(dy).reshape(groups, c_out // groups, h_out * w_out * n)
    kernels = weight.reshape(groups, c_out // groups, c_group * kh * kw)
    for rows, workspace in bands(dtaps, weight.nbytes):
        dy_band = dy[:, :, positions(rows, w_out * n)]
        dcolumns = workspace[:, : dy_band.shape[2]].reshape(groups, c_group * kh * kw, dy_band.shape[2])
        np.matmul(kernels.swapaxes(1, 2), dy_band, out=dcolumns)
        add_columns(dcolumns, dtaps, rows, grid)
    return batch_first(dx_padded, size, grid.pads)


def turn(grid: Grid, size: Sequence[int]) -> Grid | None:
    """Lay the windows of the turned kernels on dy, one for each pixel of x; None where no convolution gives dx.

    The turned kernel may hang over dy by all but one of its taps, less what x was padded by.

    >>> turn(conv_grid((5, 5), (3, 3)), (5, 5)).pads, turn(conv_grid((5, 5), (3, 3), stride=2), (5, 5))
    (((2, 2), (2, 2)), None)
    """
    if grid.stride != (1, 1) or grid.kernel == (1, 1):
        return None
    spans = [d * (k - 1) for k, d in zip(grid.kernel, grid.dilation, strict=True)]
    rows, columns = (
        (span - before, span - after) for span, (before, after) in zip(spans, grid.pads, strict=True)
    )
    return grid._replace(pads=(rows, columns), out=(size[0], size[1])) if min(*rows, *columns) >= 0 else None


def turned(weight: np.ndarray, groups: int) -> np.ndarray:
    """Turn kernels by 180 degrees and exchange their inputs and outputs: (c_in, c_out / groups, kh, kw)."""
    c_out, c_group, kh, kw = weight.shape
    weight = weight.reshape(groups, c_out // groups, c_group, kh, kw)[..., ::-1, ::-1]
    return weight.swapaxes(1, 2).reshape(groups * c_group, c_out // groups, kh, kw)


def bands(taps: list[np.ndarray], weight_bytes: int) -> Iterator[tuple[slice, np.ndarray]]:
    """Cut the output rows into bands of equal height; each comes with the same memory for its columns.

    A band is never smaller than the kernels, which are read again for each, up to four times ``BAND``.
    """
    c_in, kh, h_out, w_out, n = taps[0].shape
    kernel, row = c_in * kh * len(taps), w_out * n  # numbers in a column, columns in an output row
    size = min(max(BAND, weight_bytes), 4 * BAND)
    count = max(1, min(h_out, -(-h_out * row * kernel * taps[0].itemsize // size)))
    height = -(-h_out // count)
    workspace = staggered(kernel, height * row, taps[0].dtype)
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
    columns = workspace[:, : height * w_out * n]
    by_tap = columns.reshape(c_in, kh, kw, height, w_out, n)
    for b, tap in enumerate(taps):
        by_tap[:, :, b] = tap[:, :, rows]
    return columns.reshape(shape)


def add_columns(dcolumns: np.ndarray, dtaps: list[np.ndarray], rows: slice, grid: Grid) -> None:
    """Add every number of the columns to the pixel that it was copied from (col2im).

    One kernel tap at a time: within a tap no pixel comes twice, so a whole-array addition loses nothing. Taps less than
    a stride apart share no pixel, either: in the first band they find zeros, and a copy, the faster, does for a sum.
    """
    fresh_rows, fresh_columns = grid.stride if rows.start == 0 and grid.dilation == (1, 1) else (0, 0)
    c_in, kh, _, w_out, n = dtaps[0].shape
    columns = dcolumns.reshape(c_in, kh, len(dtaps), rows.stop - rows.start, w_out, n)
    for b, dtap in enumerate(dtaps):
        for a in range(kh):
            pixels = dtap[:, a, rows]
            if a < fresh_rows and b < fresh_columns:
                pixels[...] = columns[:, a, b]
            else:
                np.add(pixels, columns[:, a, b], out=pixels)
