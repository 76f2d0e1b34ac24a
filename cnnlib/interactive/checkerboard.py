"""Count the stamps on every output of a transposed convolution, and see the checkerboard that uneven counts make."""

import numpy as np

from cnnlib import plots
from cnnlib.numpy_nn import conv1d, conv_transpose1d

from .figure import Interactive
from .output_size import check_range

SIDE = 5  # numbers of the input, in each direction


def checkerboard(
    kernel_size: int = 3, stride: int = 2, layers: int = 1, method: str = "stamp"
) -> Interactive:
    """Show how often each output is written when ``layers`` layers enlarge an even input of 5×5 ones.

    ``method`` is stamp (transposed convolution with ones) or resize (copy each number ``stride`` times in each
    direction, then convolve with ones, no padding).
    """
    check_range("kernel_size", kernel_size, 1, 6)
    check_range("stride", stride, 1, 4)
    check_range("layers", layers, 1, 2)
    if method not in ("stamp", "resize"):
        raise ValueError(f"expected method stamp or resize, got {method!r}")
    return Interactive(
        "checkerboard",
        label="How many products each output of an upsampling layer adds up, along a row and over the image.",
        fallback=picture(kernel_size, stride, layers, method),
        k=kernel_size,
        s=stride,
        layers=layers,
        method=method,
    )


def products(kernel_size: int, stride: int, layers: int, method: str, n: int = SIDE) -> np.ndarray:
    """Return how many products each output along a row adds up, for an input of n ones.

    >>> products(3, 2, 1, "stamp", 4), products(4, 2, 1, "stamp", 4)
    (array([1., 1., 2., 1., 2., 1., 2., 1., 1.]), array([1., 1., 2., 2., 2., 2., 2., 2., 1., 1.]))
    """
    row, ones = np.ones((1, 1, n)), np.ones((1, 1, kernel_size))
    for _ in range(layers):
        if method == "stamp":
            row = conv_transpose1d(row, ones, stride=stride)
        else:
            row = conv1d(np.repeat(row, stride, axis=2), ones)
    return row[0, 0]


def picture(kernel_size: int, stride: int, layers: int, method: str) -> bytes:
    """Draw the counts along a row, and their products over the image, as a PNG."""
    row = products(kernel_size, stride, layers, method)
    figure, axes = plots.subplots(1, 2, height=2.4, width_ratios=[3, 2])
    axes[0].bar(np.arange(len(row)), row, color=plots.OUTPUT, width=1, edgecolor="white")
    axes[0].set_title("products along a row")
    axes[1].imshow(np.outer(row, row), cmap="gray", vmin=0)
    axes[1].set_title("over the image")
    axes[1].set_axis_off()
    return plots.png(figure)
