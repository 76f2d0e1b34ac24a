"""Check the numbers that an interactive figure starts from."""

from typing import Any

import numpy as np


def finite(name: str, values: Any, ndim: int, longest: int) -> np.ndarray:
    """Return `values` as a float array with `ndim` axes of 1 to `longest` entries; ValueError otherwise.

    >>> finite("kernel", [1, 2, 3], ndim=1, longest=5)
    array([1., 2., 3.])
    >>> finite("kernel", [[1, 2, 3]], ndim=1, longest=5)
    Traceback (most recent call last):
    ...
    ValueError: expected kernel with 1 axis of 1 to 5 finite numbers, got shape (1, 3)
    """
    array = np.asarray(values, dtype=float)
    axes = "1 axis" if ndim == 1 else f"{ndim} axes"
    wanted = f"expected {name} with {axes} of 1 to {longest} finite numbers"
    if array.ndim != ndim or not all(1 <= size <= longest for size in array.shape):
        raise ValueError(f"{wanted}, got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{wanted}, got {array[~np.isfinite(array)][0]} among them")
    return array


def fits(x: np.ndarray, w: np.ndarray) -> None:
    """Raise ValueError unless the kernel `w` fits into `x` along every axis."""
    if any(k > n for n, k in zip(x.shape, w.shape, strict=True)):
        raise ValueError(f"expected a kernel no larger than the signal, {x.shape}, got {w.shape}")


def at_most(name: str, value: int, most: int) -> int:
    """Return `value` if it is a whole number from 0 to `most`; ValueError otherwise."""
    if value not in range(most + 1):
        raise ValueError(f"expected {name} from 0 to {most}, got {value!r}")
    return int(value)
