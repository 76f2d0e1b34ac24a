"""Go back through a convolution of a short signal, one product at a time."""

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most, finite, fits
from cnnlib.numpy_nn import conv1d, conv1d_backward


def backward_1d(x: ArrayLike, w: ArrayLike, dy: ArrayLike, stride: int = 1, step: int = 0) -> Interactive:
    """Show how each product w_a x_j of a forward pass hands the gradient of its output back to its two factors.

    `x` has at most 7 samples, `w` at most 3 taps; `dy` has a number for each output at stride 1, and with stride 2 the
    first ones count. `step` says how many products have been dealt with.
    """
    signal, kernel = finite("x", x, ndim=1, longest=7), finite("w", w, ndim=1, longest=3)
    upstream = finite("dy", dy, ndim=1, longest=7)
    fits(signal, kernel)
    outputs = len(signal) - len(kernel) + 1
    if len(upstream) != outputs:
        raise ValueError(f"expected dy with a number for each of {outputs} outputs, got {len(upstream)}")
    if stride not in (1, 2):
        raise ValueError(f"expected stride 1 or 2, got {stride!r}")
    at_most("step", step, ((outputs - 1) // stride + 1) * len(kernel))
    return Interactive(
        "backward_1d",
        label="A convolution and its backward pass: input, kernel, outputs, and the gradients as they add up.",
        fallback=picture(signal, kernel, upstream, stride),
        x=signal.tolist(),
        w=kernel.tolist(),
        dy=upstream.tolist(),
        s=stride,
        step=step,
    )


def picture(x: np.ndarray, w: np.ndarray, dy: np.ndarray, stride: int) -> bytes:
    """Draw both passes, all products done, as a PNG."""
    y = conv1d(x[None, None], w[None, None], stride=stride)[0, 0]
    dy = dy[: len(y)]
    dx, dw, _ = conv1d_backward(dy[None, None], x[None, None], w[None, None], stride=stride)
    rows = [
        ("x", x, plots.INPUT_TINT),
        ("w", w, plots.KERNEL_TINT),
        ("y", y, plots.OUTPUT_TINT),
        ("dy", dy, "white"),
        ("dw", dw[0, 0], plots.KERNEL_TINT),
        ("dx", dx[0, 0], plots.INPUT_TINT),
    ]
    figure, ax = plots.subplots(height=5.0)
    for row, (name, values, face) in enumerate(rows):
        bottom = 1.2 * (len(rows) - 1 - row)
        ax.text(-0.2, bottom + 0.5, name, ha="right", va="center")
        plots.cells(ax, values, left=0, bottom=bottom, face=face)
    plots.bare(ax, len(x), 1.2 * len(rows))
    ax.set_xlim(-1, len(x) + 0.1)
    return plots.png(figure)
