"""Turn an edge under a ring of edge filters: each answers to some angles, the largest answer to all."""

import numpy as np

from cnnlib import plots
from cnnlib.numpy_nn import conv2d, maxout, relu

from .figure import Interactive
from .output_size import check_range

SIDE = 7  # pixels of the patch and of the filters


def orientations(angle: int = 30, filters: int = 8) -> Interactive:
    """Show what ``filters`` edge filters, turned around the circle, answer to an edge at ``angle`` degrees.

    The largest answer is pooling across channels. The angle is a multiple of 15 below 360; 2, 4 or 8 filters.
    """
    check_range("angle", angle, 0, 345)
    if angle % 15:
        raise ValueError(f"expected angle as a multiple of 15 degrees, got {angle}")
    if filters not in (2, 4, 8):
        raise ValueError(f"expected 2, 4 or 8 filters, got {filters!r}")
    return Interactive(
        "orientations",
        label="An edge under a ring of edge filters: the answer of each filter, and the largest of them.",
        fallback=picture(angle, filters),
        angle=angle,
        filters=filters,
    )


def edge_patch(angle: float) -> np.ndarray:
    """Return SIDE × SIDE pixels with an edge through the middle: dark to light in the direction ``angle`` (degrees).

    >>> edge_patch(0)[0].tolist()
    [0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.0]
    """
    return np.clip(0.5 + across(angle), 0, 1)


def edge_filters(filters: int) -> np.ndarray:
    """Return edge filters (filters, 1, SIDE, SIDE) at equal angles; the one of 0 degrees answers 1 to an edge at 0.

    Each is the slope of a round hill (a Gaussian of 1.5 pixels) in its direction.
    """
    rows, columns = np.mgrid[:SIDE, :SIDE] - SIDE // 2
    hill = np.exp(-(rows**2 + columns**2) / (2 * 1.5**2))
    turned = np.stack([across(360 * i / filters) * hill for i in range(filters)])
    return turned[:, None] / np.sum(across(0) * hill * edge_patch(0))


def across(angle: float) -> np.ndarray:
    """Return how far each pixel of the patch lies from the middle in the direction ``angle``, in pixels."""
    rows, columns = np.mgrid[:SIDE, :SIDE] - SIDE // 2
    turn = np.deg2rad(angle)
    return (np.cos(turn) * columns + np.sin(turn) * rows).round(12)


def answers(angle: float, filters: int) -> tuple[np.ndarray, float]:
    """Return the answer of each filter after the ReLU, and the largest.

    >>> each, largest = answers(0, 4)
    >>> each.round(6).tolist(), round(largest, 6)
    ([1.0, 0.0, 0.0, 0.0], 1.0)
    """
    h = relu(conv2d(edge_patch(angle)[None, None], edge_filters(filters)))
    return h[0, :, 0, 0], float(maxout(h, filters).item())


def picture(angle: int, filters: int) -> bytes:
    """Draw the patch, the filters and their answers as a PNG."""
    each, largest = answers(angle, filters)
    figure, axes = plots.subplots(1, 2, height=2.0, width_ratios=[1, 3])
    axes[0].imshow(edge_patch(angle), cmap="gray", vmin=0, vmax=1)
    axes[0].set_axis_off()
    axes[0].set_title(f"edge at {angle}°")
    names = [f"{360 * i // filters}°" for i in range(filters)] + ["max"]
    axes[1].bar(names, [*each, largest], color=[plots.OUTPUT] * filters + [plots.KERNEL])
    axes[1].set(ylim=(0, 1.1), title="answers")
    axes[1].tick_params(axis="x", labelsize=8)
    return plots.png(figure)
