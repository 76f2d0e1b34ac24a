"""Explore the output size of a convolution along one axis: settings, positions, formula."""

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cnnlib import plots
from cnnlib.shapes import at_least, conv_output_size, effective_kernel_size

from .figure import Interactive

PAD_FACE, LOST = "#f2f2f2", "#a61b1b"


def output_size(
    n: int = 7, kernel_size: int = 3, stride: int = 1, padding: int = 0, dilation: int = 1
) -> Interactive:
    """Show every position of a kernel on a padded row of ``n`` cells, with sliders for all five settings.

    Cells under no tap are crossed out, and the formula is shown with the numbers of the moment.
    """
    check_range("n", n, 1, 14)
    check_range("kernel_size", kernel_size, 1, 7)
    check_range("stride", stride, 1, 5)
    check_range("padding", padding, 0, 3)
    check_range("dilation", dilation, 1, 3)
    figure, ax = plots.subplots(height=2.4)
    draw_positions(ax, n, kernel_size, stride, padding, dilation)
    return Interactive(
        "output_size",
        label="A padded row of cells and every position of a kernel on it, with the output size formula.",
        fallback=plots.png(figure),
        n=n,
        k=kernel_size,
        s=stride,
        p=padding,
        d=dilation,
    )


def draw_positions(
    ax: Axes, n: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> None:
    """Draw a padded row of cells and one line of taps for each position; cross out cells under no tap."""
    fits = effective_kernel_size(kernel_size, dilation) <= n + 2 * padding
    count = conv_output_size(n, kernel_size, stride, padding, dilation) if fits else 0
    taps = [[i * stride + a * dilation - padding for a in range(kernel_size)] for i in range(count)]
    draw_row(ax, n, padding, {cell for line in taps for cell in line})
    for i, line in enumerate(taps):
        y = -0.6 - 0.75 * i
        ax.plot([line[0] + 0.5, line[-1] + 0.5], [y, y], color=plots.KERNEL, linewidth=1.6)
        for cell in line:
            face = plots.KERNEL if 0 <= cell < n else "white"
            ax.plot(cell + 0.5, y, "o", color=plots.KERNEL, markerfacecolor=face, markersize=6)
        ax.text(-padding - 0.3, y, f"$y_{{{i}}}$", ha="right", va="center")
    ax.set(xlim=(-padding - 1.4, n + padding + 0.1), ylim=(-0.2 - 0.75 * max(count, 1), 1.1), aspect="equal")
    ax.axis("off")


def draw_row(ax: Axes, n: int, padding: int, read: set[int]) -> None:
    """Draw ``n`` numbered cells between hatched padding cells; cross out those that are not in ``read``."""
    for cell in range(-padding, n + padding):
        if 0 <= cell < n:
            ax.add_patch(Rectangle((cell, 0), 1, 1, facecolor=plots.INPUT_TINT, edgecolor=plots.QUIET))
            ax.text(cell + 0.5, 0.5, str(cell), ha="center", va="center")
        else:
            ax.add_patch(Rectangle((cell, 0), 1, 1, facecolor=PAD_FACE, edgecolor=plots.QUIET, hatch="///"))
        if cell not in read:
            for ends in [(0.1, 0.9), (0.9, 0.1)]:
                ax.plot([cell + 0.1, cell + 0.9], ends, color=LOST, linewidth=2)


def check_range(name: str, value: int, smallest: int, largest: int) -> None:
    """Raise unless the slider called ``name`` can show ``value``."""
    if at_least(name, value, smallest) > largest:
        raise ValueError(f"expected {name} of at most {largest} in this figure, got {value}")
