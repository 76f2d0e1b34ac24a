"""Add up the channels of an image one by one, as sheets drawn in 3-D."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.output_size import check_range
from cnnlib.numpy_nn import conv2d

LARGEST = {"channels": 4, "filters": 3, "pixels": 5, "taps": 3}


def channels(
    image: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike,
    names: Sequence[str] = ("red", "green", "blue"),
    *,
    filter: int = 0,
    position: int = 0,
    added: int = 1,
    turn: int = 35,
) -> Interactive:
    """Show one output of a layer as the sum of what each channel gives, and of the bias.

    ``image`` is (C, H, W), ``weight`` (C_out, C, KH, KW) and ``bias`` (C_out,); ``names`` are those of the C
    channels. ``position`` counts the outputs row by row, ``added`` how many parts of the sum are there already
    (C + 1 is all of them: the bias is the last), ``turn`` is the angle in degrees from which one looks.
    """
    x, w, b = (np.asarray(values, dtype=float) for values in (image, weight, bias))
    check_room(x, w, b, names)
    output = conv2d(x[None], w, b)[0]
    check_range("filter", filter + 1, 1, len(w))
    check_range("position", position + 1, 1, output[0].size)
    check_range("added", added, 1, len(x) + 1)
    check_range("turn", turn, 20, 55)
    return Interactive(
        "channels",
        label="The sheets of an image with several channels, a filter as deep as the image, and the sum they make.",
        fallback=picture(x, w[filter], b[filter], names, divmod(position, output.shape[2])),
        image=x.tolist(),
        weight=w.tolist(),
        bias=b.tolist(),
        names=list(names),
        filter=filter,
        position=position,
        added=added,
        turn=turn,
    )


def check_room(x: np.ndarray, w: np.ndarray, b: np.ndarray, names: Sequence[str]) -> None:
    """Raise ValueError unless image, weight, bias and names belong together and the drawing has room for them."""
    most = LARGEST
    fits = (
        x.ndim == 3
        and w.ndim == 4
        and b.shape == w.shape[:1]
        and len(names) == len(x) == w.shape[1] <= most["channels"]
        and len(w) <= most["filters"]
        and all(k <= n <= most["pixels"] for n, k in zip(x.shape[1:], w.shape[2:], strict=True))
        and max(w.shape[2:]) <= most["taps"]
    )
    if not fits or not all(np.isfinite(values).all() for values in (x, w, b)):
        raise ValueError(
            "expected an image (C, H, W), a weight (C_out, C, KH, KW), a bias (C_out,) of finite numbers and C names, "
            f"at most {', '.join(f'{count} {what}' for what, count in most.items())}; "
            f"got shapes {x.shape}, {w.shape}, {b.shape} and {len(names)} names"
        )


def picture(
    x: np.ndarray, w: np.ndarray, bias: float, names: Sequence[str], corner: tuple[int, int]
) -> bytes:
    """Draw one output as a PNG: for each channel the window, the taps and their sum, then the total."""
    c, kh, kw = w.shape
    (top, left), (h, width) = corner, x.shape[1:]
    window = x[:, top : top + kh, left : left + kw]
    parts = (window * w).sum(axis=(1, 2))
    fig, ax = plots.subplots(height=0.42 * c * (h + 0.6) + 0.8)
    for channel in range(c):
        bottom = (c - 1 - channel) * (h + 0.6) + 1.6
        ax.text(-0.4, bottom + h / 2, names[channel], ha="right", va="center")
        for r in range(h):
            inside = [top <= r < top + kh and left <= col < left + kw for col in range(width)]
            face = [plots.INPUT_TINT if here else "white" for here in inside]
            plots.cells(ax, x[channel, r], bottom=bottom + h - 1 - r, face=face.__getitem__)
        for r in range(kh):
            row = bottom + (h + kh) / 2 - 1 - r
            plots.cells(ax, w[channel, r], left=width + 1, bottom=row, face=plots.KERNEL_TINT)
        plots.cells(ax, [parts[channel]], left=width + kw + 2, bottom=bottom + h / 2 - 0.5)
    plots.cells(ax, [bias, parts.sum() + bias], left=width + kw + 2, face=plots.OUTPUT_TINT)
    ax.text(width + kw + 1.6, 0.5, "bias and sum", ha="right", va="center")
    plots.bare(ax, width + kw + 4, c * (h + 0.6) + 1.4)
    ax.set_xlim(-3)
    return plots.png(fig)


def draw_volume(
    ax: Axes,
    shape: tuple[int, int, int],
    at: tuple[float, float],
    face: str,
    edge: str,
    unit: float = 1.0,
    depth: float = 1.0,
) -> None:
    """Draw a (channels, rows, columns) block with its front's lower left corner ``at``, sides in true proportion.

    One pixel is ``unit`` long, one channel ``depth``.
    """
    c, h, w = shape[0] * depth, shape[1] * unit, shape[2] * unit
    (x, y), slant = at, (0.6 * c, 0.35 * c)
    front = np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    top = np.array([front[3], front[2], front[2] + slant, front[3] + slant])
    side = np.array([front[1], front[2], front[2] + slant, front[1] + slant])
    for corners, alpha in ((top, 0.55), (side, 0.8), (front, 1.0)):
        ax.add_patch(Polygon(corners, facecolor=face, edgecolor="none", alpha=alpha))
        ax.add_patch(Polygon(corners, fill=False, edgecolor=edge, linewidth=1.2))
