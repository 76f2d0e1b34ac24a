"""Step a kernel over a padded image, one output at a time."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cnnlib import plots
from cnnlib.numpy_nn import conv2d
from cnnlib.shapes import conv_output_size, effective_kernel_size

from .figure import Interactive
from .output_size import PAD_FACE, check_range

Matrix = Sequence[Sequence[float]] | np.ndarray


def step_2d(
    image: Matrix, kernel: Matrix, stride: int = 1, padding: int = 0, dilation: int = 1, position: int = 0
) -> Interactive:
    """Show a kernel on a padded image, the products under it, their sum, and the output so far."""
    image, kernel = matrix("image", image, 8), matrix("kernel", kernel, 3)
    check_range("stride", stride, 1, 3)
    check_range("padding", padding, 0, 2)
    check_range("dilation", dilation, 1, 3)
    rows = conv_output_size(image.shape[0], kernel.shape[0], stride, padding, dilation)
    columns = conv_output_size(image.shape[1], kernel.shape[1], stride, padding, dilation)
    check_range("position", position, 0, rows * columns - 1)
    return Interactive(
        "step_2d",
        label="A kernel that steps over a padded image: products, sum and output.",
        fallback=picture(image, kernel, stride, padding, dilation, position),
        image=image.tolist(),
        kernel=kernel.tolist(),
        stride=stride,
        padding=padding,
        dilation=dilation,
        position=position,
    )


def picture(
    image: np.ndarray, kernel: np.ndarray, stride: int, padding: int, dilation: int, position: int
) -> bytes:
    """Draw padded image, kernel and the whole output as a PNG."""
    padded = np.pad(image, padding)
    output = conv2d(image[None, None], kernel[None, None], None, stride, padding, dilation)[0, 0]
    row, column = (stride * i for i in divmod(position, output.shape[1]))
    ratios = [m.shape[1] for m in (padded, kernel, output)]
    figure, axes = plots.subplots(1, 3, height=5.0 * padded.shape[0] / sum(ratios) + 0.3, width_ratios=ratios)
    draw_grid(axes[0], padded, ring=padding, taps=(row, column, *kernel.shape, dilation))
    draw_grid(axes[1], kernel, face=plots.KERNEL_TINT)
    draw_grid(axes[2], output, face=plots.OUTPUT_TINT)
    for ax, title in zip(axes, ["padded image", "kernel", "output"], strict=True):
        ax.set_title(title)
    return plots.png(figure)


def matrix(name: str, values: Matrix, largest: int) -> np.ndarray:
    """Return ``values`` as a matrix of finite numbers that the figure has room for."""
    array = np.asarray(values, dtype=float)
    if array.ndim != 2 or not array.size or max(array.shape) > largest or not np.isfinite(array).all():
        raise ValueError(
            f"expected {name} as a matrix of finite numbers, 1×1 to {largest}×{largest}, "
            f"got shape {array.shape}"
        )
    return array


def draw_grid(
    ax: Axes,
    values: np.ndarray,
    *,
    ring: int = 0,
    face: str = plots.INPUT_TINT,
    shade: bool = False,
    frame: tuple[int, int, int, int] | None = None,
    taps: tuple[int, int, int, int, int] | None = None,
) -> None:
    """Draw a matrix as a table of numbers.

    ``ring`` cells at each side are hatched as padding; ``shade`` darkens large values; ``frame`` is (row,
    column, height, width); ``taps`` is (row, column, kernel height, kernel width, dilation).
    """
    rows, columns = values.shape
    on = taps_of(*taps) if taps else set()
    for r, c in np.ndindex(rows, columns):
        padding = min(r, c, rows - 1 - r, columns - 1 - c) < ring
        color = PAD_FACE if padding else face
        if shade:
            color = (0.0, 0.45, 0.7, 0.6 * values[r, c] / values.max())
        if (r, c) in on:
            color = plots.KERNEL_TINT
        hatch = "///" if padding else None
        ax.add_patch(Rectangle((c, r), 1, 1, facecolor=color, edgecolor=plots.QUIET, hatch=hatch))
        box = {"facecolor": color, "edgecolor": "none", "pad": 1.5} if padding else None
        ax.text(c + 0.5, r + 0.5, f"{values[r, c]:.4g}", ha="center", va="center", bbox=box)
    for r, c in on:
        ax.add_patch(Rectangle((c, r), 1, 1, fill=False, edgecolor=plots.KERNEL, linewidth=2.5))
    if frame:
        r, c, height, width = frame
        ax.add_patch(Rectangle((c, r), width, height, fill=False, edgecolor=plots.KERNEL, linewidth=3.5))
    top_down(ax, rows, columns)


def draw_taps(ax: Axes, n: int, kernel_size: int, dilation: int) -> None:
    """Draw an n×n image, the taps of a square kernel at its first position, and the window that they span."""
    on = taps_of(0, 0, kernel_size, kernel_size, dilation)
    for r, c in np.ndindex(n, n):
        face = plots.KERNEL if (r, c) in on else plots.INPUT_TINT
        ax.add_patch(Rectangle((c, r), 1, 1, facecolor=face, edgecolor=plots.QUIET))
    reach = effective_kernel_size(kernel_size, dilation)
    ax.add_patch(Rectangle((0, 0), reach, reach, fill=False, edgecolor="black", linewidth=3))
    top_down(ax, n, n)


def taps_of(row: int, column: int, height: int, width: int, dilation: int) -> set[tuple[int, int]]:
    """List the cells under the taps of a kernel whose first tap is on (row, column)."""
    return {(row + dilation * a, column + dilation * b) for a in range(height) for b in range(width)}


def top_down(ax: Axes, rows: int, columns: int) -> None:
    """Fit the axes around a table with row 0 on top."""
    plots.bare(ax, columns, rows)
    ax.invert_yaxis()
