"""Slide a kernel along a short signal: products, running sum, outputs, with and without the flip."""

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most, finite, fits


def slide_1d(x: ArrayLike, w: ArrayLike, flip: bool = False, position: int = 0) -> Interactive:
    """Show the window of `w` on `x` at one position; the reader moves it, edits the taps and flips the kernel.

    `x` has at most 9 samples and `w` at most 5 taps, so that the figure fits a phone. `flip` starts as convolution.
    """
    signal, kernel = finite("x", x, ndim=1, longest=9), finite("w", w, ndim=1, longest=5)
    fits(signal, kernel)
    at_most("position", position, len(signal) - len(kernel))
    return Interactive(
        "slide_1d",
        label="A kernel slides along a signal: products under the window, their running sum, and the outputs so far.",
        fallback=picture(signal, kernel[::-1] if flip else kernel, position),
        x=signal.tolist(),
        w=kernel.tolist(),
        flip=bool(flip),
        position=position,
    )


def picture(x: np.ndarray, taps: np.ndarray, position: int) -> bytes:
    """Draw one position as a PNG: signal, taps, products, running sum."""
    products = taps * x[position : position + len(taps)]
    fig, ax = plots.subplots(height=3.4)
    rows = [
        ("signal", x, 0, plots.INPUT_TINT),
        ("taps", taps, position, plots.KERNEL_TINT),
        ("products", products, position, "white"),
        ("running sum", np.cumsum(products), position, plots.OUTPUT_TINT),
    ]
    for row, (name, values, left, face) in enumerate(rows):
        bottom = 1.2 * (len(rows) - 1 - row)
        ax.text(-0.2, bottom + 0.5, name, ha="right", va="center")
        plots.cells(ax, values, left=left, bottom=bottom, face=face)
    plots.bare(ax, len(x), 1.2 * len(rows))
    ax.set_xlim(-2.8, len(x) + 0.1)
    return plots.png(fig)
