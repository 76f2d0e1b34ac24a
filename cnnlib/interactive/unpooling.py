"""Pool a small map, go back up in one of three ways, and see which numbers return to their places."""

from collections.abc import Mapping, Sequence

import numpy as np

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.step_2d import draw_grid
from cnnlib.interactive.values import at_most, finite
from cnnlib.numpy_nn import interpolate, max_pool2d, max_unpool2d

WAYS = ("places", "corner", "copies")
SIDE, ROOM = 8, 3  # of a map, and how far it can move


def unpooling(
    maps: Mapping[str, Sequence[Sequence[float]] | np.ndarray],
    drawn: str,
    right: int = 0,
    down: int = 0,
    rounds: int = 1,
    way: str = "places",
) -> Interactive:
    """Show a map, what 2 x 2 max pooling leaves of it, and what a way back up makes of that.

    ``maps`` are 8 x 8, not below 0, with zeros in the last three rows and columns, so that they can move ``right`` and
    ``down`` by 0 to 3; ``drawn`` is one of their names. ``rounds`` is 1 or 2 times pooling. ``way`` is places (each
    maximum back to where it was), corner (into the upper left of its window) or copies (all over its window).
    """
    cells = {name: finite(f"map {name!r}", values, ndim=2, longest=SIDE) for name, values in maps.items()}
    for name, values in cells.items():
        inside = values.shape == (SIDE, SIDE) and not values[-ROOM:].any() and not values[:, -ROOM:].any()
        if not inside or values.min() < 0 or not values.any():
            raise ValueError(
                f"unpooling: expected map {name!r} of 8 x 8 numbers not below 0, not all 0, with zeros in the last "
                f"three rows and columns, got {values.tolist()}"
            )
    for option, given, choices in (
        ("drawn", drawn, tuple(cells)),
        ("way", way, WAYS),
        ("rounds", rounds, (1, 2)),
    ):
        if given not in choices:
            raise ValueError(f"unpooling: expected {option} as one of {choices}, got {given!r}")
    at_most("right", right, ROOM)
    at_most("down", down, ROOM)
    return Interactive(
        "unpooling",
        label="A map, what max pooling leaves of it, and what comes back when it is enlarged again.",
        fallback=picture(moved(cells[drawn], right, down), rounds, way),
        maps={name: values.tolist() for name, values in cells.items()},
        drawn=drawn,
        right=right,
        down=down,
        rounds=rounds,
        way=way,
    )


def moved(values: np.ndarray, right: int, down: int) -> np.ndarray:
    """Move a map right and down; zeros come in.

    >>> moved(np.array([[1, 2], [3, 4]]), 1, 0)
    array([[0, 1],
           [0, 3]])
    """
    h, w = values.shape
    return np.pad(values, ((down, 0), (right, 0)))[:h, :w]


def down_and_up(values: np.ndarray, rounds: int, way: str) -> tuple[np.ndarray, np.ndarray]:
    """Pool a map ``rounds`` times and enlarge it as often.

    >>> pooled, back = down_and_up(np.array([[0.0, 0.0], [5.0, 2.0]]), 1, "places")
    >>> pooled, back
    (array([[5.]]), array([[0., 0.],
           [5., 0.]]))
    """
    x, steps = values[None, None].astype(float), []
    for _ in range(rounds):
        x, places = max_pool2d(x, 2, return_indices=True)
        steps.append(places)
    pooled = x
    for places in reversed(steps):
        if way == "copies":
            x = interpolate(x, scale_factor=2)
        else:
            h, w = x.shape[2:]
            corners = 4 * w * np.arange(h)[:, None] + 2 * np.arange(w)  # row 2 i of 2 w columns, column 2 j
            x = max_unpool2d(x, places if way == "places" else np.broadcast_to(corners, x.shape), 2)
    return pooled[0, 0], x[0, 0]


def picture(values: np.ndarray, rounds: int, way: str) -> bytes:
    """Draw the map, the pooled one and the one that comes back as a PNG."""
    pooled, back = down_and_up(values, rounds, way)
    figure, axes = plots.subplots(1, 3, width=6.4, height=2.5, width_ratios=[8, len(pooled), 8])
    for ax, numbers, title in zip(
        axes, (values, pooled, back), ("map", "pooled", f"back: {way}"), strict=True
    ):
        draw_grid(ax, numbers, face=plots.INPUT_TINT if numbers is values else plots.OUTPUT_TINT)
        ax.set_title(title)
    return plots.png(figure, dpi=160)
