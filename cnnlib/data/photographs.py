"""A few photographs to filter, all free to use."""

from typing import NamedTuple

import numpy as np
from jaxtyping import UInt8

from cnnlib.data.bundled import bundled


class Photograph(NamedTuple):
    """What a photograph shows, who took it, under which license, and where it came from."""

    title: str
    author: str
    license: str
    source: str


PHOTOGRAPHS = {
    "astronaut": Photograph("Eileen Collins, astronaut", "NASA", "public domain", "https://flic.kr/p/r9qvLn"),
    "brick": Photograph(
        "Brick wall", "CC0Textures", "CC0 1.0", "https://cc0textures.com/view.php?tex=Bricks25"
    ),
    "camera": Photograph(
        "Man with a camera",
        "Lav Varshney",
        "CC0 1.0",
        "https://github.com/scikit-image/scikit-image/issues/3927",
    ),
    "chelsea": Photograph(
        "Chelsea the cat",
        "Stefan van der Walt",
        "CC0 1.0",
        "https://scikit-image.org/docs/stable/api/skimage.data.html#skimage.data.chelsea",
    ),
    "coffee": Photograph(
        "Cup of coffee",
        "Rachel Michetti",
        "CC0 1.0",
        "https://scikit-image.org/docs/stable/api/skimage.data.html#skimage.data.coffee",
    ),
    "coins": Photograph(
        "Greek coins from Pompeii",
        "Brooklyn Museum",
        "no known copyright restrictions",
        "https://www.brooklynmuseum.org/opencollection/archives/image/51611",
    ),
}


def photographs() -> dict[str, Photograph]:
    """Return title, author, license and source of each photograph, by the name that ``image`` takes.

    >>> sorted(photographs())
    ['astronaut', 'brick', 'camera', 'chelsea', 'coffee', 'coins']
    >>> photographs()["camera"].license
    'CC0 1.0'
    """
    return dict(PHOTOGRAPHS)


def image(name: str, gray: bool = False) -> UInt8[np.ndarray, "c h w"]:
    """Return a photograph as uint8 (C, H, W): 3 channels red, green, blue, or 1 channel of gray.

    brick and camera (256 x 256) and coins (302 x 384) are gray; astronaut (256 x 256), chelsea (300 x 450) and
    coffee (200 x 300) are in color. ``gray=True`` turns color into its luma, 0.299 R + 0.587 G + 0.114 B
    (ITU-R BT.601). Raises ValueError for a name that is not in ``photographs()``.

    >>> image("camera").shape, image("coffee").shape, image("coffee", gray=True).shape
    ((1, 256, 256), (3, 200, 300), (1, 200, 300))
    """
    if name not in PHOTOGRAPHS:
        raise ValueError(f"expected one of {', '.join(PHOTOGRAPHS)}, got {name!r}")
    pixels = bundled(f"photographs/{name}-idx3-ubyte")
    if gray and len(pixels) == 3:
        luma = np.tensordot([0.299, 0.587, 0.114], pixels, axes=1)
        return luma.round().astype(np.uint8)[None]
    return pixels
