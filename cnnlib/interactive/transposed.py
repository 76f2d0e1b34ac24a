"""Paint a transposed convolution: every number of the input stamps the kernel onto the output."""

import numpy as np

from cnnlib import plots
from cnnlib.numpy_nn import conv_transpose2d
from cnnlib.shapes import conv_transpose_output_size

from .figure import Interactive
from .output_size import check_range
from .step_2d import Matrix, draw_grid, matrix


def transposed(
    image: Matrix,
    kernel: Matrix,
    stride: int = 2,
    padding: int = 0,
    output_padding: int = 0,
    position: int = 0,
) -> Interactive:
    """Show the stamp of one input number, and the output as the stamps so far have painted it.

    The image and the kernel have at most 3 rows and columns. ``position`` counts the stamps row by row.
    """
    x, w = matrix("image", image, 3), matrix("kernel", kernel, 3)
    check_range("stride", stride, 1, 3)
    check_range("padding", padding, 0, 2)
    check_range("position", position, 0, x.size - 1)
    for n, k in zip(x.shape, w.shape, strict=True):
        conv_transpose_output_size(n, k, stride, padding, output_padding)
    return Interactive(
        "transposed",
        label="A transposed convolution, painted stamp by stamp: input, kernel times one input number, and output.",
        fallback=picture(x, w, stride, padding, output_padding),
        image=x.tolist(),
        kernel=w.tolist(),
        s=stride,
        p=padding,
        extra=output_padding,
        position=position,
    )


def picture(x: np.ndarray, w: np.ndarray, stride: int, padding: int, output_padding: int) -> bytes:
    """Draw input, kernel and finished output as a PNG."""
    output = conv_transpose2d(
        x[None, None], w[None, None], stride=stride, padding=padding, output_padding=output_padding
    )[0, 0]
    grids = {
        "input": (x, plots.INPUT_TINT),
        "kernel": (w, plots.KERNEL_TINT),
        "output": (output, plots.OUTPUT_TINT),
    }
    ratios = [values.shape[1] for values, _ in grids.values()]
    height = max(values.shape[0] for values, _ in grids.values())
    figure, axes = plots.subplots(1, 3, height=5.0 * height / sum(ratios) + 0.3, width_ratios=ratios)
    for ax, (title, (values, face)) in zip(axes, grids.items(), strict=True):
        draw_grid(ax, values, face=face)
        ax.set_title(title)
    return plots.png(figure)
