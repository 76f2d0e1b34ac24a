"""See a one-dimensional convolution as a matrix, and the matrix change with the settings."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.numpy_nn import conv1d_matrix

from .figure import Interactive
from .output_size import PAD_FACE, check_range
from .values import at_most, finite


def conv_matrix(
    signal: ArrayLike,
    weights: ArrayLike,
    kernel_size: int = 3,
    stride: int = 1,
    dilation: int = 1,
    padding: int = 0,
    row: int = 0,
) -> Interactive:
    """Show the matrix of a convolution under its signal, one row lit with its window, or one column.

    The reader changes size and settings. ``signal`` has 3 to 8 samples; the kernel is the first ``kernel_size`` of
    at most 4 ``weights``, none of them 0, which could not be told from the zeros of the matrix.
    """
    x, w = finite("signal", signal, ndim=1, longest=8), finite("weights", weights, ndim=1, longest=4)
    check_range("samples in signal", len(x), 3, 8)
    if not w.all():
        raise ValueError(
            f"expected weights other than 0, which mark the zeros of the matrix, got {w.tolist()}"
        )
    check_range("kernel_size", kernel_size, 1, len(w))
    check_range("stride", stride, 1, 3)
    check_range("dilation", dilation, 1, 3)
    check_range("padding", padding, 0, 2)
    matrix = conv1d_matrix(w[None, None, :kernel_size], len(x), stride, padding, dilation)
    at_most("row", row, len(matrix) - 1)
    return Interactive(
        "conv_matrix",
        label="The matrix of a convolution under its signal, one row lit with its window, and the outputs beside it.",
        fallback=picture(x, matrix, row),
        signal=x.tolist(),
        weights=w.tolist(),
        n=len(x),
        k=kernel_size,
        s=stride,
        d=dilation,
        p=padding,
        by="row",
        place=row,
    )


def picture(x: np.ndarray, matrix: np.ndarray, row: int) -> bytes:
    """Draw signal, matrix and outputs as a PNG, one row lit."""
    rows, n = matrix.shape
    fig, ax = plots.subplots(height=5 * (rows + 2) / (n + 2))
    plots.cells(ax, x, bottom=rows + 0.8, face=lambda j: plots.INPUT_TINT if matrix[row, j] else "white")
    draw_matrix(ax, matrix)
    ax.add_patch(Rectangle((0, rows - 1 - row), n, 1, fill=False, edgecolor=plots.KERNEL, linewidth=3))
    for i, y in enumerate(matrix @ x):
        plots.cells(ax, [y], left=n + 0.6, bottom=rows - 1 - i, face=plots.OUTPUT_TINT)
    plots.bare(ax, n + 1.6, rows + 1.8)
    return plots.png(fig)


def draw_matrix(
    ax: Axes,
    matrix: np.ndarray,
    names: Callable[[float], str] = "{:.4g}".format,
    face: Callable[[float], str] | None = None,
) -> None:
    """Draw a matrix as squares with a number in each that is not 0; ``names`` and ``face`` turn it into text and color.

    Fit the axes afterwards with ``plots.bare``.
    """
    for i, line in enumerate(matrix):
        plots.cells(
            ax,
            [names(weight) if weight else "" for weight in line],
            bottom=len(matrix) - 1 - i,
            face=lambda j, line=line: (
                "white" if not line[j] else face(line[j]) if face else plots.KERNEL_TINT
            ),
        )


def draw_padded_matrix(ax: Axes, matrix: np.ndarray, padding: int) -> None:
    """Draw the matrix of a padded signal, and hatch the columns that meet only padding."""
    rows, columns = matrix.shape
    draw_matrix(ax, matrix)
    for left in (0, columns - padding):
        ax.add_patch(
            Rectangle(
                (left, 0), padding, rows, facecolor=PAD_FACE, edgecolor=plots.QUIET, hatch="///", alpha=0.75
            )
        )
    plots.bare(ax, columns, rows)
