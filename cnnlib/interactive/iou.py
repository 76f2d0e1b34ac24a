"""Two boxes that the reader drags: what they share, what they cover together, and their IoU."""

from collections.abc import Sequence

import numpy as np

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.numpy_nn import box_iou

WIDTH, HEIGHT = 16, 10  # squares of the sheet
NAMES = ("truth", "prediction")


def iou(truth: Sequence[int] = (3, 2, 6, 5), prediction: Sequence[int] = (5, 3, 6, 5)) -> Interactive:
    """Show the intersection and the union of two boxes on a sheet of 16 x 10 squares.

    A box is (left, top, width, height) in whole squares and lies on the sheet.
    """
    boxes = [checked(name, box) for name, box in zip(NAMES, (truth, prediction), strict=True)]
    return Interactive(
        "iou",
        label="Two boxes on squared paper, the squares that both cover, and their IoU.",
        fallback=picture(boxes),
        boxes=boxes,
        chosen=1,
    )


def checked(name: str, box: Sequence[int]) -> list[int]:
    """Return a box on the sheet as plain integers; ValueError for any other.

    >>> checked("truth", (0, 0, 16, 10))
    [0, 0, 16, 10]
    """
    numbers = [int(number) for number in box]
    if len(numbers) != 4 or numbers != list(box):
        raise ValueError(f"iou: expected {name} as four whole numbers, left, top, width, height, got {box!r}")
    left, top, width, height = numbers
    if min(left, top) < 0 or min(width, height) < 1 or left + width > WIDTH or top + height > HEIGHT:
        raise ValueError(f"iou: expected {name} on the sheet of {WIDTH} x {HEIGHT} squares, got {box!r}")
    return numbers


def corners(box: Sequence[int]) -> np.ndarray:
    """Return (x1, y1, x2, y2) in an array of shape (1, 4)."""
    left, top, width, height = box
    return np.array([[left, top, left + width, top + height]], dtype=float)


def picture(boxes: list[list[int]]) -> bytes:
    """Draw the two boxes and what they share as a PNG."""
    first, second = (corners(box)[0] for box in boxes)
    low, high = np.maximum(first[:2], second[:2]), np.minimum(first[2:], second[2:])
    figure, ax = plots.subplots(height=3.4)
    if (high > low).all():
        ax.add_patch(plots.Rectangle(low, *(high - low), facecolor="#d9b8e6"))
    for (left, top, width, height), color, name, style in zip(
        boxes, (plots.INPUT, plots.KERNEL), NAMES, ("-", "--"), strict=True
    ):
        ax.add_patch(
            plots.Rectangle(
                (left, top), width, height, fill=False, edgecolor=color, linewidth=2.5, linestyle=style
            )
        )
        ax.text(left + 0.15, top - 0.15, name, color=color)
    overlap = box_iou(corners(boxes[0]), corners(boxes[1]))[0, 0]
    ax.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0), aspect="equal", title=f"IoU {overlap:.2f}")
    ax.set(xticks=range(WIDTH + 1), yticks=range(HEIGHT + 1), xticklabels=[], yticklabels=[])
    ax.grid(color="#dddddd")
    return plots.png(figure)
