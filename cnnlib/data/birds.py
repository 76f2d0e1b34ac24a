"""Draw birds in a cloudy sky, with a mask that says of each pixel whether it shows a bird.

Thin dark wires cross the sky, as dark as the birds: a pixel by itself does not tell whether it is a bird, its
neighborhood does.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int64, UInt8

from cnnlib.data.scenes import waves
from cnnlib.shapes import at_least

HEIGHT, WIDTH = 96, 144
MOST_BIRDS, MOST_WIRES = 7, 3

# One wing as a line of strokes, each end (x, y, half its thickness) in half wing spans; the other is its mirror image.
WING = [(0.0, 0.1, 0.2), (0.45, -0.28, 0.16), (1.0, -0.05, 0.02)]


class BirdScenes(NamedTuple):
    """Pictures uint8 (N, 1, 96, 144), the class of each pixel int64 (N, 96, 144), and the name of each class."""

    images: UInt8[np.ndarray, "n 1 h w"]
    masks: Int64[np.ndarray, "n h w"]
    classes: tuple[str, ...]


def bird_scenes(n: int, *, rng: np.random.Generator | int) -> BirdScenes:
    """Draw ``n`` gray scenes of 96 x 144 pixels with four to seven birds, and mark the birds.

    Class 0 is the sky, wires and clouds included, 1 is a bird. ``rng`` is a generator or a seed. Raises ValueError for
    n < 0.

    >>> scenes = bird_scenes(2, rng=0)
    >>> scenes.images.shape, scenes.masks.shape, scenes.classes
    ((2, 1, 96, 144), (2, 96, 144), ('sky', 'bird'))
    """
    n, generator = at_least("n", n, 0), np.random.default_rng(rng)
    drawn = [draw_scene(generator) for _ in range(n)]
    images = np.array([image for image, _ in drawn], dtype=np.uint8).reshape(-1, 1, HEIGHT, WIDTH)
    masks = np.array([mask for _, mask in drawn], dtype=np.int64).reshape(-1, HEIGHT, WIDTH)
    return BirdScenes(images, masks, ("sky", "bird"))


def draw_scene(rng: np.random.Generator) -> tuple[UInt8[np.ndarray, "h w"], Int64[np.ndarray, "h w"]]:
    """Draw one scene: a sky, wires, birds, noise."""
    y, x = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    picture = rng.uniform(0.6, 0.75) + rng.uniform(-0.1, 0.1) * y / HEIGHT
    picture += waves(WIDTH, rng, count=4, slowest=0.5, fastest=4.0, height=0.15)[:HEIGHT]
    for _ in range(rng.integers(1, MOST_WIRES + 1)):
        slope, start = rng.uniform(-0.3, 0.3), rng.uniform(0, HEIGHT)
        darken(picture, np.abs(y - start - slope * x) - rng.uniform(1.0, 2.5), rng)
    mask = np.zeros((HEIGHT, WIDTH), dtype=np.int64)
    for _ in range(rng.integers(4, MOST_BIRDS + 1)):
        u, v = x - rng.uniform(0, WIDTH), y - rng.uniform(0, HEIGHT)
        outline = bird(u, v, half_span=rng.uniform(10, 18), angle=rng.uniform(-0.5, 0.5))
        darken(picture, outline, rng)
        mask[outline < 0] = 1
    noise = rng.normal(0, 0.03, picture.shape)
    return (np.clip(picture + noise, 0, 1) * 255).round().astype(np.uint8), mask


def darken(
    picture: Float[np.ndarray, "h w"], outline: Float[np.ndarray, "h w"], rng: np.random.Generator
) -> None:
    """Paint what lies inside the outline in a dark gray, in place; a pixel that the outline crosses is mixed."""
    picture += np.clip(0.5 - outline, 0, 1) * (rng.uniform(0.1, 0.3) - picture)


def bird(
    u: Float[np.ndarray, "*places"], v: Float[np.ndarray, "*places"], half_span: float, angle: float
) -> Float[np.ndarray, "*places"]:
    """Return the signed distance of each place (u, v) from a bird at the origin, negative inside, in pixels.

    >>> bird(np.array([0.0, 40.0]), np.array([1.0, 1.0]), 10.0, 0.0).round()
    array([-2., 30.])
    """
    along, across = np.cos(angle) * u + np.sin(angle) * v, np.cos(angle) * v - np.sin(angle) * u
    x, y = np.abs(along) / half_span, across / half_span
    strokes = [stroke(x, y, *ends) for ends in pairwise(WING)]
    return half_span * np.minimum.reduce(strokes)


def stroke(
    x: Float[np.ndarray, "*places"],
    y: Float[np.ndarray, "*places"],
    start: tuple[float, float, float],
    end: tuple[float, float, float],
) -> Float[np.ndarray, "*places"]:
    """Return the signed distance from a straight stroke between two places, thinner or thicker at its end.

    >>> stroke(np.array([5.0]), np.array([2.0]), (0.0, 0.0, 1.0), (10.0, 0.0, 0.0))
    array([1.5])
    """
    (x0, y0, thick0), (x1, y1, thick1) = start, end
    dx, dy = x1 - x0, y1 - y0
    part = np.clip(((x - x0) * dx + (y - y0) * dy) / (dx**2 + dy**2), 0, 1)
    return np.hypot(x - x0 - part * dx, y - y0 - part * dy) - (thick0 + part * (thick1 - thick0))
