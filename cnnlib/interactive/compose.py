"""Put two layers behind each other, and beside them the one kernel that they amount to."""

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.output_size import check_range
from cnnlib.interactive.values import finite, fits
from cnnlib.numpy_nn.reference import correlate1d

PADDINGS = ("each", "once")


def compose(
    x: ArrayLike, w: ArrayLike = (-1, 0.5, -0.2), padding: str = "each", position: int = 0
) -> Interactive:
    """Show two layers with the same three weights ``w`` on a signal, and one layer with the five composed weights.

    ``padding`` is "each", one zero at each end before each layer, or "once", two zeros before the first layer.
    ``x`` has 3 to 16 samples, the weights go from -1 to 1; ``position`` is the output that is explained.
    """
    signal, weights = finite("x", x, ndim=1, longest=16), finite("w", w, ndim=1, longest=3)
    if len(weights) != 3 or np.abs(weights).max() > 1:
        raise ValueError(f"expected w as three weights from -1 to 1, got {weights.tolist()}")
    fits(signal, weights)
    if padding not in PADDINGS:
        raise ValueError(f"expected padding {' or '.join(map(repr, PADDINGS))}, got {padding!r}")
    check_range("position", position + 1, 1, len(signal))
    return Interactive(
        "compose",
        label="Two layers with three taps behind each other, and one layer with the five taps that they amount to.",
        fallback=picture(signal, weights, padding),
        x=signal.tolist(),
        w=weights.tolist(),
        padding=padding,
        position=position,
    )


def two_layers(x: np.ndarray, w: np.ndarray, padding: str) -> np.ndarray:
    """Correlate ``x`` with three taps ``w`` twice, each time with one zero at each end, or first with two.

    >>> two_layers(np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0, 1.0]), "each")
    array([4., 4., 4.])
    >>> two_layers(np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0, 1.0]), "once")
    array([5., 4., 7.])
    """
    if padding == "once":
        return correlate1d(correlate1d(np.pad(x, 2), w), w)
    return correlate1d(np.pad(correlate1d(np.pad(x, 1), w), 1), w)


def picture(x: np.ndarray, w: np.ndarray, padding: str) -> bytes:
    """Draw the signal, the output of two layers and that of one composed kernel as a PNG."""
    two, one = two_layers(x, w, padding), correlate1d(np.pad(x, 2), np.convolve(w, w))
    fig, axes = plots.subplots(2, height=1.6, sharex=True)
    plots.stems(axes[0], x)
    plots.stems(axes[1], two, color=plots.OUTPUT, label="two layers")
    axes[1].plot(one, "s", color=plots.KERNEL, markersize=9, fillstyle="none", label="one kernel")
    axes[1].margins(y=0.15)
    axes[0].set_title("signal")
    axes[1].set_title("two layers (dots), one kernel of five taps (squares)")
    return plots.png(fig)
