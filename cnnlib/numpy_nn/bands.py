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

import numpy as np

from cnnlib.grid import Grid
from cnnlib.numpy_nn.matrices import is_round, staggered, times_transposed
from cnnlib.numpy_nn.windows import batch_first, batch_last, run_by_run, windows
from cnnlib.numpy_nn.winograd import Tiles, suits

BAND = 1 << 20  # bytes of columns in one band: about a core's second-level cache


class Columns:
    """The windows of an input as columns (im2col), a band of output rows at a time.

    Iterate for (positions, columns): which of the output positions, and the matrix (groups, c_group kh kw, positions).
    All bands are written to the same memory; if there is but one, it stays, so that a small layer going backward finds
    what it wrote going forward.

    >>> from cnnlib.grid import conv_grid
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


def unfold(x: np.ndarray, weight: np.ndarray, grid: Grid, groups: int) -> Columns | Tiles:
    """Lay the windows out in the way that makes the products with the kernels cheapest."""
    return Tiles(x, grid) if suits(x, weight, grid, groups) else Columns(x, grid, groups, weight.nbytes)


def forward(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, grid: Grid, groups: int
) -> np.ndarray:
    """Multiply the kernels by the columns, as many images at a time as memory is kept for."""
    if suits(x, weight, grid, groups):
        return Tiles(x, grid).multiply(weight, bias)
    n, c_out, (h_out, w_out) = len(x), len(weight), grid.out
    if x.flags.c_contiguous and grid == pointwise(x) and groups == 1 and c_out <= x.shape[1]:
        return multiply_images(x, weight, bias)
    step = images_at_once(x, c_out, grid)
    if step >= n:
        return multiply(Columns(x, grid, groups, weight.nbytes), weight, bias, grid)
    y = np.empty((c_out, h_out, w_out, n), x.dtype).transpose(3, 0, 1, 2)
    for start in range(0, n, step):
        part = slice(start, start + step)
        y[part] = multiply(Columns(x[part], grid, groups, weight.nbytes), weight, bias, grid)
    return y


def pointwise(x: np.ndarray) -> Grid:
    """Lay a 1x1 window on every pixel of x."""
    return Grid((1, 1), (1, 1), (1, 1), ((0, 0), (0, 0)), x.shape[2:])


def multiply_images(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None) -> np.ndarray:
    """Multiply 1x1 kernels by images that lie one after the other: each is its own columns.

    So the outputs are laid out batch-last, and not the inputs, of which there are more.
    """
    (n, c_in, h, w), c_out = x.shape, len(weight)
    y = np.matmul(weight.reshape(c_out, c_in), x.reshape(n, c_in, h * w))
    if bias is not None:
        y += bias[:, None]
    return batch_last(y.reshape(n, c_out, h, w))[:, :, 0].transpose(3, 0, 1, 2)


def images_at_once(x: np.ndarray, c_out: int, grid: Grid) -> int:
    """Count the images to convolve together so that forward needs at most output + 1.5 input + 8 MiB.

    That is all of them, unless padding multiplies the size of small images, or one row of columns exceeds a band. Only
    a single image can need more, if its width makes one row of columns larger than that.

    >>> from cnnlib.grid import conv_grid
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


def multiply(columns: Columns | Tiles, weight: np.ndarray, bias: np.ndarray | None, grid: Grid) -> np.ndarray:
    """Multiply the kernels by each band of columns, straight into the output."""
    if isinstance(columns, Tiles):
        return columns.multiply(weight, bias)
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
    return dx, *parameter_gradients(dy, unfold(x, weight, grid, groups), weight)


def parameter_gradients(
    dy: np.ndarray, columns: Columns | Tiles, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return dweight = dy columns^T, and dbias, the sum of dy over all positions."""
    if isinstance(columns, Tiles):
        return columns.weight_gradient(dy), dy.sum(axis=(0, 2, 3))
    groups, c_out, (n, _, h_out, w_out) = columns.groups, len(weight), dy.shape
    dy = batch_last(dy).reshape(groups, c_out // groups, h_out * w_out * n)
    remaining = iter(columns)
    band, matrix = next(remaining)  # there is at least one band, if of no position
    dkernels = times_transposed(dy[:, :, band], matrix)
    for band, matrix in remaining:
        dkernels += times_transposed(dy[:, :, band], matrix)
    return dkernels.reshape(weight.shape), dy.sum(axis=2).reshape(c_out)


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
        with run_by_run(w_out * n):
            add_columns(dcolumns, dtaps, rows, grid)
    return batch_first(dx_padded, size, grid.pads)


def turn(grid: Grid, size: Sequence[int]) -> Grid | None:
    """Lay the windows of the turned kernels on dy, one for each pixel of x; None where no convolution gives dx.

    The turned kernel may hang over dy by all but one of its taps, less what x was padded by.

    >>> from cnnlib.grid import conv_grid
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
