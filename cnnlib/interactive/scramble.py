"""Cut images into tiles and let the tiles trade places, under the eyes of a fully connected unit."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import plots
from cnnlib.interactive.figure import Interactive
from cnnlib.interactive.values import at_most, finite


def scramble(
    pictures: ArrayLike,
    weights: ArrayLike,
    orders: Mapping[int, Sequence[int] | np.ndarray],
    errors: Mapping[str, Sequence[float]] | None = None,
    step: int = 0,
) -> Interactive:
    """Show a picture and its pixels in another order, with the sum of one fully connected unit for both.

    Parameters
    ----------
    pictures
        Square gray pictures, (N, n, n), values from 0 to 255, n at most 32.
    weights
        The weights of the unit, (n, n).
    orders
        For each size of the tiles the order of the n² pixels: entry i is the pixel that comes to place i.
    errors
        For up to two networks the test error in percent, one for each of the orders; drawn as curves.
    step
        Which of the orders is shown first.
    """
    images = np.asarray(pictures)
    unit = finite("weights", weights, ndim=2, longest=32)
    n = len(unit)
    if images.ndim != 3 or images.shape[1:] != (n, n) or not len(images) or unit.shape != (n, n):
        raise ValueError(
            f"expected pictures (N, n, n) and weights (n, n), got shapes {images.shape} and {unit.shape}"
        )
    if not 0 <= images.min() <= images.max() <= 255:
        raise ValueError(f"expected pixels from 0 to 255, got {images.min()} to {images.max()}")
    for tile, order in orders.items():
        if sorted(order) != list(range(n * n)):
            raise ValueError(f"expected the order for tile {tile} to hold each of 0 to {n * n - 1} once")
    curves = {name: [round(float(value), 2) for value in values] for name, values in (errors or {}).items()}
    if len(curves) > 2 or any(len(values) != len(orders) for values in curves.values()):
        raise ValueError(f"expected errors of at most 2 networks, {len(orders)} values each")
    at_most("step", step, len(orders) - 1)
    permutations = [[int(place) for place in order] for order in orders.values()]
    return Interactive(
        "scramble",
        label="An image cut into tiles that trade places, and the weighted sum of a fully connected unit.",
        fallback=picture(images[0], permutations, list(orders)),
        pictures=images.astype(int).tolist(),
        weights=[[round(float(weight), 4) for weight in row] for row in unit],
        orders=permutations,
        tiles=[int(tile) for tile in orders],
        errors=curves,
        which=0,
        step=step,
        follow=True,
    )


def picture(image: np.ndarray, orders: list[list[int]], tiles: list[int]) -> bytes:
    """Draw an image in each of the orders as a PNG."""
    fig, axes = plots.subplots(1, len(orders), width=7.2, height=1.6, squeeze=False)
    for ax, order, tile in zip(axes[0], orders, tiles, strict=True):
        ax.imshow(image.ravel()[order].reshape(image.shape), cmap="gray", vmin=0, vmax=255)
        ax.set_title(f"{tile}×{tile}")
        ax.axis("off")
    return plots.png(fig)
