"""Enlarge a short row of numbers in several ways, and see what each new number is mixed from."""

from collections.abc import Sequence

import numpy as np

from cnnlib import plots
from cnnlib.numpy_nn import interpolate

from .figure import Interactive
from .output_size import check_range
from .values import finite

METHODS = ("copy", "zeros", "linear", "corners")


def resize_row(
    x: Sequence[float] | np.ndarray, factor: int = 2, method: str = "linear", position: int = 0
) -> Interactive:
    """Show a row, the same row ``factor`` times as long, and the shares of the old numbers in one of the new.

    ``method`` is copy (nearest), zeros (zeros between), linear (the ends of the row stay) or corners (linear, with
    the centers of the first and last number in place). The row has 2 to 5 numbers.
    """
    row = finite("x", x, ndim=1, longest=5)
    if len(row) < 2:
        raise ValueError(f"expected x with 2 to 5 numbers, got {len(row)}")
    if method not in METHODS:
        raise ValueError(f"expected method as one of {', '.join(METHODS)}, got {method!r}")
    check_range("factor", factor, 2, 3)
    check_range("position", position, 0, factor * len(row) - 1)
    return Interactive(
        "resize_row",
        label="A row of numbers, a longer row made of it, and what each new number is mixed from.",
        fallback=picture(row, factor, method),
        x=row.tolist(),
        factor=factor,
        method=method,
        position=position,
    )


def resized(x: np.ndarray, factor: int, method: str) -> np.ndarray:
    """Return the longer row.

    >>> [resized(np.array([10.0, 30.0]), 2, method).tolist() for method in METHODS[:3]]
    [[10.0, 10.0, 30.0, 30.0], [10.0, 0.0, 30.0, 0.0], [10.0, 15.0, 25.0, 30.0]]
    """
    if method == "zeros":
        return np.stack([x, *[np.zeros_like(x)] * (factor - 1)], axis=1).ravel()
    size = 1, factor * len(x)
    if method == "copy":
        return interpolate(x[None, None, None], size)[0, 0, 0]
    return interpolate(x[None, None, None], size, mode="bilinear", align_corners=method == "corners")[0, 0, 0]


def picture(x: np.ndarray, factor: int, method: str) -> bytes:
    """Draw both rows as a PNG."""
    y = resized(x, factor, method)
    figure, ax = plots.subplots(height=1.7)
    plots.cells(ax, x, left=(len(y) - len(x)) / 2, bottom=1.8, face=plots.INPUT_TINT)
    plots.cells(ax, [f"{value:.3g}" for value in y], face=plots.OUTPUT_TINT)
    plots.bare(ax, len(y), 2.9)
    return plots.png(figure)
