"""One look for the book's still figures: white ground, large type, colors that survive gray print.

The colors are from Okabe and Ito's palette for color-blind readers. Their lightness differs, and no figure tells two
things apart by color alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from cnnlib.checks import check_axes, check_shape
from cnnlib.receptive_field import WHOLE, Field

__all__ = [
    "bare",
    "cells",
    "confusion",
    "curves",
    "feature_maps",
    "filters",
    "matrix",
    "png",
    "receptive_field",
    "stems",
    "subplots",
]

INPUT, KERNEL, OUTPUT, QUIET = "#0072b2", "#d55e00", "#007a5a", "#6b6b6b"
INPUT_TINT, KERNEL_TINT, OUTPUT_TINT = "#dbeaf5", "#fbe3d3", "#d5efe6"

CURVES = [(KERNEL, "-"), (INPUT, "--"), (OUTPUT, ":"), (QUIET, "-.")]

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


def matrix(ax: Axes, values: ArrayLike, label: str = "weight", most: int = 200) -> None:
    """Draw a matrix as colored squares, 0 white, with the numbers in them unless there are more than ``most``.

    A large matrix has a color bar instead, named ``label``.

    >>> from cnnlib.numpy_nn import conv1d_matrix
    >>> fig, ax = subplots()
    >>> matrix(ax, conv1d_matrix(np.array([[[1.0, 2.0, 3.0]]]), 8))
    """
    entries = array(values)
    check_axes("matrix", "values", entries, "rows columns")
    size = np.abs(entries).max(initial=0) or 1
    image = picture(ax, entries, "PuOr_r", -size, size)
    if entries.size <= most:
        write_numbers(image, entries, [f"{entry:.3g}" if entry else "" for entry in entries.flat])
    else:
        ax.figure.colorbar(image, ax=ax, label=label)
    ax.set(xlabel="input number", ylabel="output number")


def confusion(ax: Axes, target: ArrayLike, predicted: ArrayLike, classes: Sequence[str]) -> None:
    """Count for each true class what it was taken for; the darker, the larger the share of the row.

    ``target`` and ``predicted`` hold class numbers (N,).

    >>> fig, ax = subplots(height=4)
    >>> confusion(ax, [0, 0, 1], [0, 1, 1], ["cat", "dog"])
    >>> ax.get_title()
    '2 of 3 right (66.7%)'
    """
    truth, answers = array(target), array(predicted)
    check_axes("confusion", "target", truth, "N")
    check_shape("confusion", "predicted", answers, truth.shape)
    for name, given in (("target", truth), ("predicted", answers)):
        if given.size and not 0 <= given.min() <= given.max() < len(classes):
            raise ValueError(
                f"confusion: expected {name} from 0 to {len(classes) - 1}, "
                f"got values from {given.min()} to {given.max()}"
            )
    counts = np.zeros((len(classes), len(classes)), int)
    np.add.at(counts, (truth, answers), 1)
    image = picture(ax, counts / np.maximum(1, counts.sum(axis=1, keepdims=True)), "Blues", 0, 1)
    write_numbers(image, counts, [str(count) for count in counts.flat])
    places, right, n = range(len(classes)), int(np.trace(counts)), len(truth)
    ax.set(xlabel="predicted", ylabel="true", title=f"{right} of {n} right ({right / max(1, n):.1%})")
    slope = (
        {"rotation": 45, "ha": "right", "rotation_mode": "anchor"}
        if max(map(len, classes), default=0) > 2
        else {}
    )
    ax.set_xticks(places, classes, **slope)
    ax.set_yticks(places, classes)


def curves(
    ax: Axes, runs: Mapping[str, ArrayLike], xlabel: str = "epoch", ylabel: str = "loss", start: int = 1
) -> None:
    """Draw training curves: for each name the mean over the seeds, in a band from the lowest to the highest.

    A value is one run (steps,) or several (seeds, steps); the first step is number ``start``. Curves differ in
    color and in dashes.

    >>> fig, ax = subplots()
    >>> curves(ax, {"training": [[0.9, 0.4], [0.7, 0.2]], "test": [[0.9, 0.6], [0.9, 0.5]]})
    >>> ax.get_title()
    'mean and range of 2 runs'
    """
    seeds = set()
    for (name, values), (color, dashes) in zip(
        runs.items(), CURVES * -(-len(runs) // len(CURVES)), strict=False
    ):
        lines = np.atleast_2d(array(values))
        check_axes("curves", repr(name), lines, "seeds steps")
        at = start + np.arange(lines.shape[1])
        ax.plot(at, lines.mean(axis=0), color=color, linestyle=dashes, linewidth=2, label=name)
        if len(lines) > 1:
            ax.fill_between(at, lines.min(axis=0), lines.max(axis=0), color=color, alpha=0.2, linewidth=0)
        seeds.add(len(lines))
    if several := sorted(seeds - {1}):
        ax.set_title(f"mean and range of {' or '.join(map(str, several))} runs")
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(frameon=False)


def filters(ax: Axes, weight: ArrayLike, columns: int = 8) -> None:
    """Draw the kernels of a convolution (C_out, C_in, KH, KW), all on one scale: black < 0, gray 0, white > 0.

    Kernels of one channel are laid out in reading order, ``columns`` in a row; so are those of three, as colors.
    Others have a row for each filter with its kernels for all input channels.

    >>> fig, ax = subplots()
    >>> filters(ax, np.random.default_rng(0).standard_normal((8, 1, 5, 5)))
    >>> ax.get_title()
    '8 filters of 5 × 5'
    """
    kernels = array(weight)
    check_axes("filters", "weight", kernels, "C_out C_in KH KW")
    c_out, c_in, kh, kw = kernels.shape
    size = np.abs(kernels).max(initial=0) or 1
    if c_in == 3:
        tiles(ax, 0.5 + kernels.transpose(0, 2, 3, 1) / (2 * size), columns, "filter")
    else:
        pictures = kernels.reshape(c_out * c_in, kh, kw)
        image = tiles(ax, pictures, columns if c_in == 1 else c_in, "filter", "gray", -size, size)
        ax.figure.colorbar(image, ax=ax, label="weight")
    if c_in not in (1, 3):
        ax.set_xlabel("input channel")
        ax.set_xticks([(kw + 1) * c + (kw - 1) / 2 for c in range(c_in)], numbers(c_in))
        ax.set_yticks([(kh + 1) * o + (kh - 1) / 2 for o in range(c_out)], numbers(c_out))
    ax.set_title(f"{c_out} filters of {f'{c_in} × ' if c_in > 1 else ''}{kh} × {kw}")


def feature_maps(ax: Axes, maps: ArrayLike, columns: int = 8) -> None:
    """Draw the channels (C, H, W) that a layer made of one image, all on one scale, ``columns`` in a row.

    >>> fig, ax = subplots()
    >>> feature_maps(ax, np.random.default_rng(0).random((12, 6, 6)), columns=4)
    >>> ax.get_title()
    '12 maps of 6 × 6'
    """
    channels = array(maps)
    check_axes("feature_maps", "maps", channels, "C H W")
    c, h, w = channels.shape
    image = tiles(ax, channels, columns, "map", "gray", channels.min(initial=0), channels.max(initial=0) or 1)
    ax.figure.colorbar(image, ax=ax, label="activation")
    ax.set_title(f"{c} maps of {h} × {w}")


def receptive_field(
    ax: Axes,
    strength: ArrayLike,
    fields: tuple[Field, Field] | None = None,
    output: tuple[int, int] = (0, 0),
) -> None:
    """Draw how much each pixel moves one output, (H, W), and frame what theory lets that output see.

    ``fields`` are those of height and width; ``output`` is the row and column of the output.

    >>> fig, ax = subplots(height=4)
    >>> receptive_field(ax, np.eye(9), (Field(3), Field(5)), output=(4, 2))
    >>> ax.get_title()
    'framed: 3 × 5 pixels in theory'
    """
    pixels = array(strength)
    check_axes("receptive_field", "strength", pixels, "H W")
    image = picture(ax, pixels, "cividis", 0, pixels.max(initial=0) or 1)
    ax.figure.colorbar(image, ax=ax, label="share of the largest gradient")
    ax.set(xlabel="column", ylabel="row", title="one output's receptive field")
    if fields is not None:
        (top, height), (left, width) = (
            seen_pixels(field, i, n) for field, i, n in zip(fields, output, pixels.shape, strict=True)
        )
        frame = Rectangle(
            (left - 0.5, top - 0.5), width, height, fill=False, edgecolor="white", linewidth=1.6
        )
        ax.add_patch(frame)
        ax.set_title(f"framed: {height} × {width} pixels in theory")


def seen_pixels(field: Field, output: int, n: int) -> tuple[float, float]:
    """Return the first pixel that an output sees along an axis of ``n`` pixels, and how many from there on.

    >>> seen_pixels(Field(size=3, jump=2, start=-1), 2, 9), seen_pixels(WHOLE, 2, 9)
    ((3, 3), (0, 9))
    """
    if field == WHOLE:
        return 0, n
    first, last = field.bounds(output)
    return first, last - first + 1


def bare(ax: Axes, width: float, height: float) -> None:
    """Leave only the drawing: no axes, equal units, the box (0, 0) to (width, height) in view."""
    ax.set(xlim=(-0.1, width + 0.1), ylim=(-0.1, height + 0.1), aspect="equal")
    ax.axis("off")


def png(figure: Figure, dpi: int = 110) -> bytes:
    """Return the figure as a PNG file without date or version, and close it."""
    from io import BytesIO

    buffer = BytesIO()
    with plt.rc_context(STYLE):
        figure.draw_without_rendering()  # the layout settles in the second pass where axes keep their proportions
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    plt.close(figure)
    return buffer.getvalue()


def array(values: Any) -> np.ndarray:
    """Take numbers, arrays and tensors alike, those that still hang on a graph included."""
    return np.asarray(values.detach().cpu() if hasattr(values, "detach") else values)


def numbers(stop: int, step: int = 1) -> list[str]:
    """Write the tick labels 0, step, 2 step and so on, before ``stop``."""
    return [str(number) for number in range(0, stop, step)]


def picture(ax: Axes, values: np.ndarray, colors: str, low: float, high: float) -> AxesImage:
    """Draw an array as squares of unit size, the first row on top, ticks at whole numbers."""
    image = ax.imshow(values, cmap=colors, vmin=low, vmax=high, interpolation="nearest")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(8, integer=True))
    return image


def write_numbers(image: AxesImage, values: np.ndarray, texts: Sequence[str]) -> None:
    """Write into each square of a picture, in black or white, whichever stands out."""
    light = image.to_rgba(np.asarray(image.get_array()))[..., :3] ** 2.2 @ [0.2126, 0.7152, 0.0722]
    for place, text in zip(np.ndindex(values.shape), texts, strict=True):
        color = "black" if light[place] > 0.18 else "white"
        image.axes.text(place[1], place[0], text, ha="center", va="center", color=color)


def tiles(
    ax: Axes,
    pictures: np.ndarray,
    columns: int,
    what: str,
    colors: str = "gray",
    low: float = 0.0,
    high: float = 1.0,
) -> AxesImage:
    """Lay pictures (n, h, w), or (n, h, w, 3) in color, side by side with a gap of one pixel.

    The number of the first picture stands beside each row.

    >>> fig, ax = subplots()
    >>> tiles(ax, np.array([[[1.0, 2.0]], [[3.0, 4.0]], [[5.0, 6.0]]]), 2, "map", high=6.0).get_array().filled(0)
    array([[1., 2., 0., 3., 4.],
           [0., 0., 0., 0., 0.],
           [5., 6., 0., 0., 0.]])
    """
    n, h, w, *color = pictures.shape
    columns = max(1, min(columns, n))
    rows = -(-n // columns)
    sheet = np.full((max(0, rows * (h + 1) - 1), columns * (w + 1) - 1, *color), 1.0 if color else np.nan)
    for number, content in enumerate(pictures):
        top, left = number // columns * (h + 1), number % columns * (w + 1)
        sheet[top : top + h, left : left + w] = content
    image = picture(ax, np.ma.masked_invalid(sheet) if not color else sheet, colors, low, high)
    ax.set_xticks([])
    ax.set_yticks([row * (h + 1) + (h - 1) / 2 for row in range(rows)], numbers(n, columns))
    ax.set_ylabel(what)
    ax.spines[:].set_visible(False)
    return image
