"""Outlines of the shapes in generated scenes, as signed distances.

Each function takes coordinates (u, v) from the center of the shape, in pixels, and its radius r, and returns a number
that is negative inside, 0 on the outline and grows by about 1 per pixel outward. All shapes fit into the circle of
radius r.
"""

from collections.abc import Callable

import numpy as np

Outline = Callable[[np.ndarray, np.ndarray, float], np.ndarray]


def disk(u: np.ndarray, v: np.ndarray, r: float) -> np.ndarray:
    """All points nearer than 0.9 r.

    >>> disk(np.array([0.0, 9.0, 10.0]), np.zeros(3), 10.0)
    array([-9.,  0.,  1.])
    """
    return np.hypot(u, v) - 0.9 * r


def square(u: np.ndarray, v: np.ndarray, r: float) -> np.ndarray:
    """A square with sides of 1.4 r."""
    return rectangle(u, v, 0.7 * r, 0.7 * r)


def triangle(u: np.ndarray, v: np.ndarray, r: float) -> np.ndarray:
    """An equilateral triangle with its corners on the circle, one of them at (r, 0)."""
    half_height = 3**0.5 / 2 * np.abs(v)
    return np.maximum(-u, u / 2 + half_height) - r / 2


def cross(u: np.ndarray, v: np.ndarray, r: float) -> np.ndarray:
    """Two bars of 1.8 r by 0.6 r at right angles."""
    return np.minimum(rectangle(u, v, 0.9 * r, 0.3 * r), rectangle(u, v, 0.3 * r, 0.9 * r))


def rectangle(u: np.ndarray, v: np.ndarray, half_width: float, half_height: float) -> np.ndarray:
    """A rectangle about the origin.

    >>> rectangle(np.array([0.0, 4.0]), np.array([2.0, 5.0]), 3.0, 2.0)
    array([0., 3.])
    """
    return np.maximum(np.abs(u) - half_width, np.abs(v) - half_height)


OUTLINES: dict[str, Outline] = {"disk": disk, "square": square, "triangle": triangle, "cross": cross}
