"""Convolution of small signals: as in ``bands.py``, but with as little as possible around each product of matrices.

The products of a small network take no longer than the Python between them. Signals whose columns fit into one band
need no loop over bands, and the columns are ours to copy. So they end in a row of ones: it multiplies the bias, and
one product makes the outputs; going backward, one product makes the gradients of both weight and bias.
"""

import numpy as np

from cnnlib.grid import Grid
from cnnlib.numpy_nn.bands import BAND, turn, turned
from cnnlib.numpy_nn.matrices import staggered, times_transposed


def signal_columns(x: np.ndarray, grid: Grid, groups: int) -> np.ndarray | None:
    """Copy all windows into columns above a row of ones, (groups, c_group k + 1, l_out n), if they fit into a band.

    ``grid`` is that of an image of one column.

    >>> from cnnlib.grid import conv_grid
    >>> signal_columns(np.arange(3.0).reshape(1, 1, 3), conv_grid((3, 1), (2, 1)), groups=1)
    array([[[0., 1.],
            [1., 2.],
            [1., 1.]]])
    """
    n, c_in, length = x.shape
    (k, _), (stride, _), (dilation, _), ((before, after), _), (l_out, _) = grid
    c_group, size = c_in // groups, l_out * n
    if c_in * k * size * x.itemsize > BAND:
        return None
    x = x.transpose(1, 2, 0)  # (c_in, l, n)
    if before or after:
        padded = np.zeros((c_in, before + length + after, n), x.dtype)
        padded[:, before : before + length] = x
        x = padded
    x = np.ascontiguousarray(x)
    at_c, at_l, at_n = x.strides
    shape = groups, c_group, k, l_out, n
    strides = at_c * c_group, at_c, at_l * dilation, at_l * stride, at_n
    columns = staggered(groups * (c_group * k + 1), size, x.dtype).reshape(groups, c_group * k + 1, size)
    columns[:, :-1].reshape(shape)[...] = np.ndarray(shape, x.dtype, x, 0, strides)
    columns[:, -1] = 1
    return columns


def multiply_signals(
    columns: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, grid: Grid
) -> np.ndarray:
    """Multiply kernels and bias by the columns: (n, c_out, l_out) in batch-last memory order."""
    (groups, rows, size), c_out, l_out = columns.shape, len(weight), grid.out[0]
    kernels = weight.reshape(groups, c_out // groups, rows - 1)
    if bias is None:
        y = kernels @ columns[:, :-1]
    else:
        y = np.concatenate((kernels, bias.reshape(groups, -1, 1)), axis=2) @ columns
    return y.reshape(c_out, l_out, size // l_out).transpose(2, 0, 1)


def signal_parameter_gradients(
    dy: np.ndarray, columns: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return dweight and dbias, both from dy columns^T."""
    (groups, _, size), c_out = columns.shape, len(weight)
    dy = dy.transpose(1, 2, 0).reshape(groups, c_out // groups, size)
    dkernels = times_transposed(dy, columns)
    return dkernels[:, :, :-1].reshape(weight.shape), dkernels[:, :, -1].reshape(c_out)


def signal_input_gradient(
    dy: np.ndarray, weight: np.ndarray, length: int, grid: Grid, groups: int
) -> np.ndarray:
    """Return dx as ``bands.input_gradient`` does: by the turned kernels, or each tap added back where it came from."""
    (n, c_out, l_out), (_, c_group, k), c_in = dy.shape, weight.shape, groups * weight.shape[1]
    (stride, _), (dilation, _), ((before, after), _) = grid.stride, grid.dilation, grid.pads
    turned_grid = turn(grid, (length, 1)) if stride == 1 else None
    if turned_grid is not None and c_out * length <= c_in * l_out and weight.size < dy.size:
        columns = signal_columns(dy, turned_grid, groups)
        if columns is not None:
            return multiply_signals(columns, turned(weight[..., None], groups)[..., 0], None, turned_grid)
    dy = dy.transpose(1, 2, 0).reshape(groups, c_out // groups, l_out * n)
    kernels = weight.reshape(groups, c_out // groups, c_group * k)
    taps = staggered(c_in * k, l_out * n, dy.dtype).reshape(groups, c_group * k, l_out * n)
    np.matmul(kernels.swapaxes(1, 2), dy, out=taps)
    taps = taps.reshape(c_in, k, l_out, n)
    dx = np.zeros((c_in, before + length + after, n), dy.dtype)
    for a in range(k):
        first = a * dilation
        samples = dx[:, first : first + (l_out - 1) * stride + 1 : stride]
        if first < stride:  # samples that no tap before has been added to
            samples[...] = taps[:, a]
        else:
            np.add(samples, taps[:, a], out=samples)
    return dx[:, before : before + length].transpose(2, 0, 1)
