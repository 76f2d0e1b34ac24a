"""Set three weights by sliders and watch what they make of a signal."""

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most, finite, fits


def weights_1d(x: ArrayLike, w: ArrayLike = (1 / 3, 1 / 3, 1 / 3), position: int = 0) -> Interactive:
    """Show the correlation of `x` with three weights, drawn at the middle of each window.

    `x` has at most 16 samples; the weights go from −2 to 2. `position` is the window whose samples are marked.
    """
    signal, weights = finite("x", x, ndim=1, longest=16), finite("w", w, ndim=1, longest=3)
    if len(weights) != 3 or np.abs(weights).max() > 2:
        raise ValueError(f"expected w as three weights from -2 to 2, got {weights.tolist()}")
    fits(signal, weights)
    at_most("position", position, len(signal) - len(weights))
    return Interactive(
        "weights_1d",
        label="A signal and what three weights make of it. Sliders set the weights, buttons choose well-known kernels.",
        fallback=picture(signal, weights),
        x=signal.tolist(),
        w=weights.tolist(),
        position=position,
    )


def picture(x: np.ndarray, w: np.ndarray) -> bytes:
    """Draw the signal and its output as a PNG, one above the other."""
    fig, axes = plots.subplots(2, height=1.6, sharex=True)
    plots.stems(axes[0], x)
    plots.stems(axes[1], np.correlate(x, w, mode="valid"), start=1, color=plots.OUTPUT)
    axes[0].set_title("signal")
    axes[1].set_title("output for the weights " + ", ".join(f"{tap:.2g}" for tap in w))
    return plots.png(fig)
