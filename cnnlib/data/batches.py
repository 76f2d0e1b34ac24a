"""Cut a set into batches and turn pixels into what a layer takes."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from jaxtyping import Float32, UInt8

from cnnlib.shapes import at_least


def as_float(pixels: UInt8[np.ndarray, "*shape"]) -> Float32[np.ndarray, "*shape"]:
    """Divide pixels by 255: uint8 from 0 to 255 becomes float32 from 0 to 1, of the same shape.

    Raises TypeError for anything but uint8, so that nothing is divided twice.

    >>> as_float(np.array([0, 51, 255], dtype=np.uint8))
    array([0. , 0.2, 1. ], dtype=float32)
    """
    if getattr(pixels, "dtype", None) != np.uint8:
        raise TypeError(
            f"expected pixels as a uint8 array, got {getattr(pixels, 'dtype', type(pixels).__name__)}"
        )
    return np.divide(pixels, 255, dtype=np.float32)


def batches(
    x: Any, y: Any, size: int, rng: np.random.Generator | None = None, shuffle: bool = True
) -> Iterator[tuple[Any, Any]]:
    """Yield (x, y) in batches of ``size`` along the first axis; the last one may be smaller.

    ``x`` and ``y`` are arrays or tensors of equal length. Each pass in a new order needs ``rng``, one generator for the
    whole training; ``shuffle=False`` keeps the order and copies nothing.

    >>> x, y = np.arange(5) / 10, np.arange(5)
    >>> [batch.tolist() for _, batch in batches(x, y, 2, np.random.default_rng(0))]
    [[2, 4], [3, 0], [1]]
    >>> [batch.tolist() for _, batch in batches(x, y, 2, shuffle=False)]
    [[0, 1], [2, 3], [4]]
    """
    size = at_least("size", size, 1)
    if len(x) != len(y):
        raise ValueError(f"expected as many x as y, got {len(x)} and {len(y)}")
    if shuffle and not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"expected rng as a np.random.Generator to shuffle with, got {rng!r}; "
            "make one before the first epoch with np.random.default_rng(seed), or pass shuffle=False"
        )
    return cut(x, y, size, rng if shuffle else None)


def cut(x: Any, y: Any, size: int, rng: np.random.Generator | None) -> Iterator[tuple[Any, Any]]:
    """Yield the batches; a function of its own, so that ``batches`` rejects wrong input when called."""
    order = None if rng is None else rng.permutation(len(x))
    for start in range(0, len(x), size):
        rows = slice(start, start + size) if order is None else order[start : start + size]
        yield x[rows], y[rows]
