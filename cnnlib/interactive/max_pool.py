"""Pool a small feature map, mark the winners, and move the map to see which outputs change."""

from collections.abc import Sequence

import numpy as np

from cnnlib import plots
from cnnlib.numpy_nn import avg_pool2d, max_pool2d
from cnnlib.shapes import pool_output_size

from .figure import Interactive
from .output_size import check_range
from .step_2d import draw_grid
from .values import finite

MODES = ("max", "average", "first")


def max_pool(
    image: Sequence[Sequence[float]] | np.ndarray,
    kernel_size: int = 2,
    stride: int = 2,
    mode: str = "max",
    shift: int = 0,
    position: int = 0,
) -> Interactive:
    """Show the windows on a map, the number that each passes on, and what changes when the map moves right.

    ``mode`` is max, average or first (the first cell of each window: subsampling). The map has 4 to 8 rows and
    columns; ``shift`` columns of zeros come in at its left. Windows count row by row.
    """
    cells = finite("image", image, ndim=2, longest=8)
    if min(cells.shape) < 4:
        raise ValueError(f"expected image with 4 to 8 rows and columns, got shape {cells.shape}")
    if mode not in MODES:
        raise ValueError(f"expected mode as one of {', '.join(MODES)}, got {mode!r}")
    check_range("kernel_size", kernel_size, 2, 4)
    check_range("stride", stride, 1, 4)
    check_range("shift", shift, 0, 4)
    rows, columns = (pool_output_size(n, kernel_size, stride) for n in cells.shape)
    check_range("position", position, 0, rows * columns - 1)
    return Interactive(
        "max_pool",
        label="Pooling windows on a feature map: the winner of each window, the outputs, and what a move changes.",
        fallback=picture(cells, kernel_size, stride, mode, shift),
        image=cells.tolist(),
        k=kernel_size,
        s=stride,
        mode=mode,
        shift=shift,
        position=position,
    )


def picture(image: np.ndarray, kernel_size: int, stride: int, mode: str, shift: int) -> bytes:
    """Draw the moved map and the output as a PNG."""
    moved = move_right(image, shift)
    output = pool(moved, kernel_size, stride, mode)
    ratios = [m.shape[1] for m in (moved, output)]
    figure, axes = plots.subplots(1, 2, height=5.0 * len(moved) / sum(ratios) + 0.3, width_ratios=ratios)
    draw_grid(axes[0], moved, frame=(0, 0, kernel_size, kernel_size))
    draw_grid(axes[1], output, face=plots.OUTPUT_TINT)
    for ax, title in zip(axes, [f"feature map, moved by {shift}", "pooled"], strict=True):
        ax.set_title(title)
    return plots.png(figure)


def move_right(image: np.ndarray, shift: int) -> np.ndarray:
    """Move a map to the right; zeros come in at the left, and what leaves at the right is lost.

    >>> move_right(np.array([[1, 2, 3]]), 1)
    array([[0, 1, 2]])
    """
    return np.pad(image, ((0, 0), (shift, 0)))[:, : image.shape[1]]


def pool(image: np.ndarray, kernel_size: int, stride: int, mode: str) -> np.ndarray:
    """Pool one map.

    >>> pool(np.arange(16.0).reshape(4, 4), 2, 2, "average")
    array([[ 2.5,  4.5],
           [10.5, 12.5]])
    """
    x = image[None, None].astype(float)
    if mode == "first":
        rows, columns = (pool_output_size(n, kernel_size, stride) for n in image.shape)
        return x[0, 0, ::stride, ::stride][:rows, :columns]
    layer = {"max": max_pool2d, "average": avg_pool2d}[mode]
    return np.asarray(layer(x, kernel_size, stride))[0, 0]
