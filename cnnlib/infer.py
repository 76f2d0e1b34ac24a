"""Read a convolution off its matrix: which kernel size, stride, dilation and padding made it?"""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from cnnlib.checks import check_axes
from cnnlib.shapes import effective_kernel_size

__all__ = ["ConvOfMatrix", "infer_conv1d"]


class ConvOfMatrix(NamedTuple):
    """What a matrix says of the convolution that it is."""

    kernel_size: int
    stride: int
    dilation: int
    padding: tuple[int, int]  # before and after


def infer_conv1d(matrix: Float[np.ndarray, "l_out l"]) -> ConvOfMatrix:
    """Find kernel size, stride, dilation and padding of the 1-D convolution of one channel with this matrix.

    A row in which the whole kernel shows gives the kernel size, how many weights it has, and the dilation, how
    far apart they are: not the width of the band. The stride is how far the next row has moved. The padding is
    what is missing in the first and the last row. The weights must not be 0, every row must show one of them and
    one row all.
    What leaves no trace is taken as small as can be: a dilation of one tap, a stride of one row, samples after
    the last window. Raises ValueError, with the reason, for any other matrix.

    >>> from cnnlib.numpy_nn import conv1d_matrix
    >>> infer_conv1d(conv1d_matrix(np.array([[[1.0, 2.0, 3.0]]]), 8))
    ConvOfMatrix(kernel_size=3, stride=1, dilation=1, padding=(0, 0))
    >>> infer_conv1d(conv1d_matrix(np.array([[[1.0, 2.0, 3.0]]]), 9, stride=2, padding=2, dilation=2))
    ConvOfMatrix(kernel_size=3, stride=2, dilation=2, padding=(2, 2))
    """
    check_axes("infer_conv1d", "matrix", matrix, "rows columns")
    rows, n = matrix.shape
    taps = [np.flatnonzero(row) for row in matrix]
    if not rows:
        raise ValueError("infer_conv1d: expected at least one row, got none")
    for i in range(rows):
        if not len(taps[i]):
            raise ValueError(f"infer_conv1d: expected a weight in every row, got none in row {i}")
    full = max(range(rows), key=lambda i: len(taps[i]))
    kernel_size, gaps = len(taps[full]), np.diff(taps[full])
    if len(set(gaps)) > 1:
        columns = ", ".join(map(str, taps[full]))
        raise ValueError(
            f"infer_conv1d: expected taps at equal distances, got columns {columns} in row {full}"
        )
    dilation = int(gaps[0]) if kernel_size > 1 else 1
    stride = shift(taps, full)
    before = full * stride - int(taps[full][0])
    after = (rows - 1) * stride + effective_kernel_size(kernel_size, dilation) - n - before
    check_rows(matrix, matrix[full, taps[full]], stride, before, dilation)
    return ConvOfMatrix(kernel_size, stride, dilation, (before, max(after, 0)))


def shift(taps: list[np.ndarray], full: int) -> int:
    """Say how far each row has moved to the right of the row above it."""
    if len(taps) == 1:
        return 1
    if full + 1 < len(taps):  # what is cut off below is on the right
        row, moved = full + 1, int(taps[full + 1][0] - taps[full][0])
    else:  # and above on the left
        row, moved = full, int(taps[full][-1] - taps[full - 1][-1])
    if moved < 1:
        raise ValueError(
            "infer_conv1d: expected every row to be the one above moved to the right, "
            f"got row {row} moved by {moved}"
        )
    return moved


def check_rows(matrix: np.ndarray, weight: np.ndarray, stride: int, before: int, dilation: int) -> None:
    """Raise unless every row holds the weights, and nothing else, where the layer would have them."""
    for i, row in enumerate(matrix):
        expected = np.zeros_like(row)
        columns = i * stride - before + dilation * np.arange(len(weight))
        inside = (columns >= 0) & (columns < len(row))
        expected[columns[inside]] = weight[inside]
        if not np.array_equal(row, expected):
            raise ValueError(
                f"infer_conv1d: expected the matrix of a convolution, got other weights in row {i}"
            )
