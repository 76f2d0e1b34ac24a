"""Keep the books of one convolutional layer: weights, biases, outputs, multiply-adds."""

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cnnlib import plots
from cnnlib.checks import check_groups
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.output_size import check_range
from cnnlib.shapes import conv_output_size


def layer_ledger(
    in_channels: int = 3,
    out_channels: int = 10,
    kernel_size: int = 5,
    groups: int = 1,
    bias: bool = True,
    n: int = 32,
    stride: int = 1,
) -> Interactive:
    """Count what a layer on an n×n image holds and does; the kernel is odd, with (k - 1) / 2 cells of padding.

    The drawing has a row for each output channel, a column for each input channel, and a filled square where the
    two are connected by a kernel.
    """
    check_range("in_channels", in_channels, 1, 512)
    check_range("out_channels", out_channels, 1, 512)
    check_range("n", n, 1, 256)
    check_range("stride", stride, 1, 4)
    if kernel_size not in range(1, 12, 2):
        raise ValueError(f"expected an odd kernel_size from 1 to 11 in this figure, got {kernel_size}")
    check_groups("layer_ledger", in_channels, out_channels, groups)
    figure, axes = plots.subplots(1, 2, height=2.2, width_ratios=[2, 3])
    draw_connections(axes[0], in_channels, out_channels, groups)
    size = conv_output_size(n, kernel_size, stride, kernel_size // 2)
    weights = out_channels * in_channels // groups * kernel_size**2
    lines = [
        f"weights: {weights:,}",
        f"biases: {out_channels * bias:,}",
        f"parameters: {weights + out_channels * bias:,}",
        f"outputs: {out_channels} × {size} × {size}",
        f"multiply-adds: {weights * size**2:,}",
    ]
    axes[1].text(0, 0.5, "\n".join(lines), va="center", linespacing=1.8)
    axes[1].axis("off")
    return Interactive(
        "layer_ledger",
        label="The books of one convolutional layer: what it holds and what it computes, for settings of your choice.",
        fallback=plots.png(figure),
        cin=in_channels,
        cout=out_channels,
        k=kernel_size,
        groups=groups,
        bias=bool(bias),
        n=n,
        stride=stride,
    )


def draw_connections(ax: Axes, in_channels: int, out_channels: int, groups: int = 1) -> None:
    """Draw a row for each output and a column for each input channel, filled where a kernel connects them."""
    rows, columns = out_channels // groups, in_channels // groups
    for group in range(groups):
        block = Rectangle(
            (group * columns, group * rows),
            columns,
            rows,
            facecolor=plots.KERNEL_TINT,
            edgecolor=plots.KERNEL,
        )
        ax.add_patch(block)
    lines = {"color": plots.QUIET, "linewidth": 0.6, "zorder": 3}
    if max(in_channels, out_channels) <= 24:
        ax.vlines(range(1, in_channels), 0, out_channels, **lines)
        ax.hlines(range(1, out_channels), 0, in_channels, **lines)
    ax.add_patch(Rectangle((0, 0), in_channels, out_channels, fill=False, edgecolor=plots.QUIET))
    ax.set(xlim=(-0.2, in_channels + 0.2), ylim=(out_channels + 0.2, -0.2), xticks=[], yticks=[])
    ax.set(xlabel=f"{in_channels} input channels", ylabel=f"{out_channels} output channels")
    ax.set_aspect("equal" if max(in_channels, out_channels) <= 24 else "auto")
    ax.spines[:].set_visible(False)
