"""Apply a point operation or a neighborhood operation to a photograph, clipped or wrapped to 0 to 255."""

from collections.abc import Mapping

import numpy as np

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.kernel_editor import photographs_as_text
from cnnlib.interactive.values import at_most

OPERATIONS = (
    "identity",
    "darken",
    "lower contrast",
    "lower contrast, curved",
    "invert",
    "lighten",
    "raise contrast",
    "raise contrast, curved",
    "mean of nine",
    "largest of nine",
)


def point_ops(
    photographs: Mapping[str, np.ndarray],
    op: str = "identity",
    wrap: bool = False,
    row: int = 0,
    column: int = 0,
) -> Interactive:
    """Show a photograph before and after an operation, and every pixel as a point (gray before, gray after).

    The reader chooses the operation, whether results are clipped or wrap as uint8 does, and may mix the pixels
    before and put them back after. ``photographs`` are square uint8 pictures of one size, by name; ``row`` and
    ``column`` is the marked pixel.
    """
    if op not in OPERATIONS:
        raise ValueError(f"expected op as one of {', '.join(OPERATIONS)}, got {op!r}")
    encoded, side = photographs_as_text(photographs)
    at_most("row", row, side - 1)
    at_most("column", column, side - 1)
    return Interactive(
        "point_ops",
        label="A photograph before and after an operation on its gray values, and all its pixels as points.",
        fallback=picture(next(iter(photographs.values()))),
        names=list(photographs),
        bytes=encoded,
        side=side,
        which=0,
        op=op,
        store="wrap" if wrap else "clip",
        mixed=False,
        row=row,
        column=column,
    )


def picture(image: np.ndarray) -> bytes:
    """Draw the photograph, lightened with clipping, and lightened in uint8, as a PNG."""
    clipped = np.clip(image.astype(int) + 128, 0, 255)
    wrapped = image + np.uint8(128)
    fig, axes = plots.subplots(1, 3, width=6.0, height=2.3)
    titles = ("before", "x + 128, clipped", "x + 128 in uint8")
    for ax, shown, title in zip(axes, (image, clipped, wrapped), titles, strict=True):
        ax.imshow(shown, cmap="gray", vmin=0, vmax=255)
        ax.set_title(title)
        ax.axis("off")
    return plots.png(fig)
