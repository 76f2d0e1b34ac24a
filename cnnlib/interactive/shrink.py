"""Follow the size of an image through a stack of equal convolutional layers."""

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cnnlib import plots
from cnnlib.shapes import conv_output_size

from .figure import Interactive
from .output_size import check_range


def shrink(
    n: int = 32, kernel_size: int = 5, padding: int = 0, stride: int = 1, layers: int = 7
) -> Interactive:
    """Show the size of an n×n image after each of ``layers`` layers; a kernel that does not fit ends them."""
    check_range("n", n, 1, 64)
    check_range("kernel_size", kernel_size, 1, 9)
    check_range("padding", padding, 0, 4)
    check_range("stride", stride, 1, 4)
    check_range("layers", layers, 1, 16)
    figure, ax = plots.subplots(height=1.6)
    draw_sizes(ax, stack_sizes(n, kernel_size, padding, stride, layers))
    return Interactive(
        "shrink",
        label="The size of an image after each layer of a stack of convolutions.",
        fallback=plots.png(figure),
        n=n,
        k=kernel_size,
        p=padding,
        s=stride,
        layers=layers,
    )


def stack_sizes(n: int, kernel_size: int, padding: int, stride: int, layers: int) -> list[int]:
    """List the size of the input and after each layer, as far as the kernel fits.

    >>> stack_sizes(32, 5, padding=0, stride=1, layers=9)
    [32, 28, 24, 20, 16, 12, 8, 4]
    """
    sizes = [n]
    while len(sizes) <= layers and kernel_size <= sizes[-1] + 2 * padding:
        sizes.append(conv_output_size(sizes[-1], kernel_size, stride, padding))
    return sizes


def draw_sizes(ax: Axes, sizes: list[int]) -> None:
    """Draw one square for each size, side by side."""
    left, gap = 0.0, max(sizes) / 6
    for i, size in enumerate(sizes):
        face, edge = (plots.OUTPUT_TINT, plots.OUTPUT) if i else (plots.INPUT_TINT, plots.INPUT)
        ax.add_patch(Rectangle((left, 0), size, size, facecolor=face, edgecolor=edge))
        ax.text(left + size / 2, -gap / 2, str(size), ha="center", va="top")
        left += max(size, gap) + gap
    ax.set(xlim=(-1, left), ylim=(-2 * gap, max(sizes) + 1), aspect="equal")
    ax.axis("off")
