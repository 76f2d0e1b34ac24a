"""One look for the book's still figures: white ground, large type, colors that survive gray print.

The colors are from Okabe and Ito's palette for color-blind readers. Their lightness differs, and no figure tells two
things apart by color alone.
"""

from collections.abc import Callable, Iterable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

INPUT, KERNEL, OUTPUT, QUIET = "#0072b2", "#d55e00", "#007a5a", "#6b6b6b"
INPUT_TINT, KERNEL_TINT, OUTPUT_TINT = "#dbeaf5", "#fbe3d3", "#d5efe6"

STYLE: dict[Any, Any] = {
    "figure.facecolor": "white",
    "figure.dpi": 200,
    "savefig.facecolor": "white",
    "font.size": 11,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": "black",
    "xtick.color": "#404040",
    "ytick.color": "#404040",
    "axes.titlesize": 11,
}


# A notebook's backend turns interactive when it is loaded. Loaded inside an rc_context, that would be undone when the
# context ends, and only the first figure of a notebook would be shown.
plt.switch_backend(plt.get_backend())


def subplots(
    rows: int = 1, columns: int = 1, width: float = 5.0, height: float = 2.0, **options
) -> tuple[Figure, Any]:
    """Return `plt.subplots` in the book's style, `height` inches for each row.

    At 5 inches, shown 520 px wide, the type is as large as the text of the page, and legible on a phone.
    """
    with plt.rc_context(STYLE):
        return plt.subplots(rows, columns, figsize=(width, height * rows), layout="constrained", **options)


def stems(ax: Axes, values: Iterable[float], start: int = 0, color: str = INPUT, label: str = "") -> None:
    """Draw a signal as dots on stems, the first at position `start`."""
    heights = np.asarray(list(values), dtype=float)
    at = start + np.arange(len(heights))
    ax.vlines(at, 0, heights, color=color, linewidth=1.6)
    ax.plot(at, heights, "o", color=color, markersize=5, label=label or None)
    ax.axhline(0, color=QUIET, linewidth=0.8, zorder=0)


def cells(
    ax: Axes,
    values: Iterable,
    left: float = 0,
    bottom: float = 0,
    face: str | Callable[[int], str] = "white",
    edge: str = QUIET,
    text: str = "black",
) -> None:
    """Draw one row of unit squares, each with its value; `face` is a color or a function from index to color."""
    for i, value in enumerate(values):
        color = face(i) if callable(face) else face
        ax.add_patch(Rectangle((left + i, bottom), 1, 1, facecolor=color, edgecolor=edge, linewidth=1.2))
        label = value if isinstance(value, str) else f"{value:.4g}"
        ax.text(left + i + 0.5, bottom + 0.5, label, ha="center", va="center", color=text)


def bare(ax: Axes, width: float, height: float) -> None:
    """Leave only the drawing: no axes, equal units, the box (0, 0) to (width, height) in view."""
    ax.set(xlim=(-0.1, width + 0.1), ylim=(-0.1, height + 0.1), aspect="equal")
    ax.axis("off")


def png(figure: Figure, dpi: int = 110) -> bytes:
    """Return the figure as a PNG file without date or version, and close it."""
    from io import BytesIO

    buffer = BytesIO()
    with plt.rc_context(STYLE):
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    plt.close(figure)
    return buffer.getvalue()
