"""Connect one layer to an image in three ways, and count: every pixel, a window each, one window for all."""

from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.output_size import check_range
from cnnlib.interactive.values import at_most

MODES = ("full", "local", "shared")


def sharing(
    n: int = 4, kernel_size: int = 3, maps: int = 1, mode: str = "full", unit: int = 0
) -> Interactive:
    """Show what one unit of a layer reads, with its weights numbered, and how many parameters the layer has.

    The image is n×n. The layer has one unit for each place of the window, ``maps`` times over, however it is
    connected: ``mode`` is "full", "local" or "shared". The reader changes all five settings.
    """
    check_range("n", n, 1, 1000)
    check_range("kernel_size", kernel_size, 1, min(10, n))
    check_range("maps", maps, 1, 64)
    if mode not in MODES:
        raise ValueError(f"expected mode as one of {', '.join(MODES)}, got {mode!r}")
    at_most("unit", unit, (n - kernel_size + 1) ** 2 - 1)
    return Interactive(
        "sharing",
        label="An image, a layer, and what one unit reads: every pixel, a window, or a window with shared weights.",
        fallback=picture(),
        n=n,
        k=kernel_size,
        maps=maps,
        mode=mode,
        unit=unit,
    )


def picture() -> bytes:
    """Draw the smallest layer in its three forms as a PNG."""
    figure, axes = plots.subplots(1, 3, width=7.2, height=1.9)
    titles = ["fully connected: 4 · 17", "local: 4 · 10", "local and shared: 10"]
    for ax, mode, title in zip(axes, MODES, titles, strict=True):
        draw_layer(ax, mode)
        ax.set_title(title)
    return plots.png(figure)


def draw_layer(
    ax: Axes, mode: str, n: int = 4, kernel_size: int = 3, units: tuple[int, ...] = (0, 3)
) -> None:
    """Draw an n×n image, the units of one layer, and the connections of some; shared weights have one color."""
    side = n - kernel_size + 1
    reach = n if mode == "full" else kernel_size
    left = 2.1 * n
    for r in range(n):
        for c in range(n):
            ax.add_patch(Rectangle((c, r), 1, 1, facecolor=plots.INPUT_TINT, edgecolor=plots.QUIET))
    colors = [plots.KERNEL, plots.KERNEL if mode == "shared" else plots.OUTPUT]
    for unit in range(side**2):
        row, column = divmod(unit, side)
        x, y = left + 1.35 * column, n / 2 + 1.35 * (row - (side - 1) / 2)
        color = colors[units.index(unit)] if unit in units else plots.QUIET
        ax.add_patch(
            Circle((x, y), 0.45, facecolor=color if unit in units else "white", edgecolor=color, zorder=3)
        )
        if unit not in units:
            continue
        top, start = (0, 0) if mode == "full" else (row, column)
        for a in range(reach):
            for b in range(reach):
                cell = (start + b + 0.5, top + a + 0.5)
                ax.plot([cell[0], x], [cell[1], y], color=color, linewidth=0.9, zorder=0)  # behind the pixels
        if mode != "full":
            frame = Rectangle((start, top), reach, reach, fill=False, edgecolor=color, linewidth=2.5)
            ax.add_patch(frame)
    plots.bare(ax, left + 1.35 * (side - 1) + 0.5, n)
    ax.invert_yaxis()
