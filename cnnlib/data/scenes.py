"""Draw scenes of shapes for segmentation and detection, with exact labels.

A scene is a textured background in dull colors with a few thin lines, then one to four shapes, each in a vivid color
of its own, with its own size and angle, which may cover one another, then uneven light and noise. So color tells a
shape from the background, but only the outline tells its kind. A pixel belongs to the topmost shape that holds its
center.
"""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int64, UInt8

from cnnlib.data.outlines import OUTLINES, rectangle
from cnnlib.shapes import at_least

SHAPES = tuple(OUTLINES)
MOST_SHAPES = 4
TRIES = 20  # to find a place where a shape leaves the others visible
SMALLEST_SIZE = 32  # below it a small triangle is a few pixels


class SegmentationScenes(NamedTuple):
    """Pictures uint8 (N, 3, H, W), the class of each pixel int64 (N, H, W), and the name of each class."""

    images: UInt8[np.ndarray, "n 3 h w"]
    masks: Int64[np.ndarray, "n h w"]
    classes: tuple[str, ...]


class DetectionScenes(NamedTuple):
    """Pictures uint8 (N, 3, H, W); for each the boxes float32 (K, 4) and classes int64 (K,) of its K shapes."""

    images: UInt8[np.ndarray, "n 3 h w"]
    boxes: list[np.ndarray]
    labels: list[np.ndarray]
    classes: tuple[str, ...]


class Shape(NamedTuple):
    """One shape: its index in ``SHAPES``, center and radius in pixels, angle in radians, color (3,) from 0 to 1."""

    kind: int
    x: float
    y: float
    radius: float
    angle: float
    color: np.ndarray

    def outline(self, size: int) -> Float[np.ndarray, "h w"]:
        """Return the signed distance of each pixel's center from the outline, negative inside."""
        y, x = np.mgrid[:size, :size] + 0.5 - np.array([self.y, self.x])[:, None, None]
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        return OUTLINES[SHAPES[self.kind]](cos * x + sin * y, cos * y - sin * x, self.radius)


class Scene(NamedTuple):
    """A picture uint8 (3, H, W), its shapes, and which of them each pixel shows, int64 (H, W): 0 none, 1 the first."""

    image: UInt8[np.ndarray, "3 h w"]
    shapes: list[Shape]
    owner: Int64[np.ndarray, "h w"]


def segmentation_scenes(n: int, size: int = 64, *, rng: np.random.Generator | int) -> SegmentationScenes:
    """Draw ``n`` scenes of ``size`` x ``size`` pixels and say of each pixel what it shows.

    Class 0 is the background, 1 to 4 are disk, square, triangle and cross. At least half of each shape is visible.
    ``rng`` is a generator or a seed; it has no default, so that training and test scenes cannot be the same by
    oversight. The first scenes of a longer call with the same seed are the same. Raises ValueError for n < 0 or
    size < 32.

    >>> scenes = segmentation_scenes(2, rng=0)
    >>> scenes.images.shape, scenes.masks.shape, scenes.classes
    ((2, 3, 64, 64), (2, 64, 64), ('background', 'disk', 'square', 'triangle', 'cross'))
    >>> [[scenes.classes[c] for c in np.unique(mask)] for mask in scenes.masks]
    [['background', 'square', 'cross'], ['background', 'disk']]
    """
    scenes = draw_scenes(n, size, rng)
    masks = [np.array([0, *(shape.kind + 1 for shape in scene.shapes)])[scene.owner] for scene in scenes]
    return SegmentationScenes(
        stack([scene.image for scene in scenes], (3, size, size), np.uint8),
        stack(masks, (size, size), np.int64),
        ("background", *SHAPES),
    )


def detection_scenes(n: int, size: int = 64, *, rng: np.random.Generator | int) -> DetectionScenes:
    """Draw ``n`` scenes of ``size`` x ``size`` pixels and box in each shape.

    A box is (x1, y1, x2, y2), x to the right and y down, in pixels from the top left corner of the picture: the first
    pixel covers 0 to 1. It is as small as it can be around the pixels of the shape that are visible, as in Pascal VOC.
    Labels are indices into ``classes``: 0 to 3 are disk, square, triangle and cross, without a background. The same
    seed draws the same scenes as ``segmentation_scenes``, with the same errors.

    >>> scenes = detection_scenes(2, rng=0)
    >>> [scenes.classes[label] for label in scenes.labels[0]]
    ['square', 'square', 'cross']
    >>> scenes.boxes[0]
    array([[15., 25., 38., 49.],
           [ 7., 34., 27., 54.],
           [19.,  9., 37., 28.]], dtype=float32)
    """
    scenes = draw_scenes(n, size, rng)
    return DetectionScenes(
        stack([scene.image for scene in scenes], (3, size, size), np.uint8),
        [visible_boxes(scene.owner, len(scene.shapes)) for scene in scenes],
        [np.array([shape.kind for shape in scene.shapes], dtype=np.int64) for scene in scenes],
        SHAPES,
    )


def draw_scenes(n: int, size: int, rng: np.random.Generator | int) -> list[Scene]:
    """Draw scenes one after the other."""
    n, size = at_least("n", n, 0), at_least("size", size, SMALLEST_SIZE)
    generator = np.random.default_rng(rng)
    return [draw_scene(size, generator) for _ in range(n)]


def draw_scene(size: int, rng: np.random.Generator) -> Scene:
    """Draw one scene: background, lines, shapes from back to front, light, noise."""
    picture = background(size, rng)
    for _ in range(rng.integers(4)):
        paint(picture, line(size, rng), dull_color(rng))
    shapes: list[Shape] = []
    owner = np.zeros((size, size), dtype=np.int64)
    areas = [0]  # of each shape before others covered it; 0 is the background, which may vanish
    for _ in range(rng.integers(1, MOST_SHAPES + 1)):
        for _ in range(TRIES):
            shape = random_shape(size, rng)
            outline = shape.outline(size)
            visible = np.bincount(owner[outline >= 0], minlength=len(areas))
            if (2 * visible >= areas).all():
                shape = shape._replace(color=vivid_color(picture[:, outline < 0].mean(1), rng))
                paint(picture, outline, shape.color)
                shapes.append(shape)
                owner[outline < 0] = len(shapes)
                areas.append(int(np.count_nonzero(outline < 0)))
                break
    lit = picture * (1 + waves(size, rng, count=1, slowest=0.1, fastest=0.7, height=0.25))
    noise = rng.normal(0, rng.uniform(0.01, 0.06), picture.shape)
    return Scene((np.clip(lit + noise, 0, 1) * 255).round().astype(np.uint8), shapes, owner)


def paint(picture: Float[np.ndarray, "3 h w"], outline: Float[np.ndarray, "h w"], color: np.ndarray) -> None:
    """Color in place what lies inside the outline; a pixel that the outline crosses is mixed."""
    covered = np.clip(0.5 - outline, 0, 1)
    picture += covered * (color[:, None, None] - picture)


def random_shape(size: int, rng: np.random.Generator) -> Shape:
    """Draw kind, place, size and angle of a shape that lies within the picture; its color comes later."""
    radius = rng.uniform(0.15, 0.26) * size
    x, y = rng.uniform(radius, size - radius, 2)
    kind, angle = int(rng.integers(len(SHAPES))), rng.uniform(0, 2 * np.pi)
    return Shape(kind, float(x), float(y), float(radius), float(angle), np.zeros(3))


def vivid_color(behind: Float[np.ndarray, "3"], rng: np.random.Generator) -> Float[np.ndarray, "3"]:
    """Draw a color far from gray, and at least 0.3 in red, green or blue from the mean color behind it.

    About half of all colors are that far from gray, whatever is behind them, so that the search is short.
    """
    while True:
        color = rng.uniform(0, 1, 3)
        if np.ptp(color) >= 0.5 and np.abs(color - behind).max() >= 0.3:
            return color


def dull_color(rng: np.random.Generator) -> Float[np.ndarray, "3"]:
    """Draw a color near gray."""
    return rng.uniform(0.15, 0.85) + rng.uniform(-0.1, 0.1, 3)


def background(size: int, rng: np.random.Generator) -> Float[np.ndarray, "3 h w"]:
    """Mix two colors by a sum of plane waves: one fast wave is stripes, a few slow ones are clouds."""
    one, other = dull_color(rng)[:, None, None], dull_color(rng)[:, None, None]
    mix = 0.5 + waves(size, rng, count=int(rng.integers(1, 6)), slowest=0.5, fastest=6.0, height=0.5)
    return one + (other - one) * mix


def waves(
    size: int, rng: np.random.Generator, count: int, slowest: float, fastest: float, height: float
) -> Float[np.ndarray, "h w"]:
    """Average plane waves in random directions, with ``slowest`` to ``fastest`` periods per picture."""
    y, x = np.mgrid[:size, :size] / size
    total = np.zeros((size, size))
    for _ in range(count):
        angle, start = rng.uniform(0, 2 * np.pi, 2)
        periods = rng.uniform(slowest, fastest)
        total += np.cos(2 * np.pi * periods * (np.cos(angle) * x + np.sin(angle) * y) + start)
    return height / count * total


def line(size: int, rng: np.random.Generator) -> Float[np.ndarray, "h w"]:
    """Return the outline of a thin line, which belongs to the background."""
    (x0, y0), angle = rng.uniform(0, size, 2), rng.uniform(0, np.pi)
    y, x = np.mgrid[:size, :size] + 0.5
    along, across = np.cos(angle), np.sin(angle)
    u, v = along * (x - x0) + across * (y - y0), along * (y - y0) - across * (x - x0)
    return rectangle(u, v, rng.uniform(0.1, 0.5) * size, rng.uniform(0.5, 1.0))


def visible_boxes(owner: Int64[np.ndarray, "h w"], shapes: int) -> Float[np.ndarray, "k 4"]:
    """Return the smallest box around the pixels of each shape.

    >>> visible_boxes(np.array([[0, 1, 1], [0, 0, 1]]), 1)
    array([[1., 0., 3., 2.]], dtype=float32)
    """
    boxes = []
    for number in range(1, shapes + 1):
        rows, columns = np.nonzero(owner == number)
        boxes.append((columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
    return np.array(boxes, dtype=np.float32).reshape(-1, 4)


def stack(arrays: list[np.ndarray], shape: tuple[int, ...], dtype: type) -> np.ndarray:
    """Put arrays of one shape into one array, also where there are none."""
    return np.array(arrays, dtype=dtype).reshape(-1, *shape)
