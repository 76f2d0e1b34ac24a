"""Matrices whose products are fast: how far apart their rows lie, and which factor comes first."""

import numpy as np
from jaxtyping import Shaped

GAP = 32  # numbers left free between two rows of a matrix of round length, see ``staggered``


def staggered(rows: int, columns: int, dtype: np.dtype) -> Shaped[np.ndarray, "rows columns"]:
    """Make room for a matrix whose rows do not lie a round number of bytes apart.

    A cache keeps a number in a place that the last digits of its address decide. If the rows are 4096 bytes apart, say,
    a whole column competes for one place, and a product of matrices reads columns. A few free numbers after each row
    spread the column over the cache, which makes some products twice as fast. Rows that are no round number of bytes
    apart stay without a gap: what follows goes through unbroken memory faster.

    >>> staggered(2, 1024, np.dtype("float32")).strides, staggered(2, 900, np.dtype("float32")).strides
    ((4224, 4), (3600, 4))
    """
    gap = GAP if is_round(columns, dtype) else 0
    return np.empty((rows, columns + gap), dtype)[:, :columns]


def is_round(columns: int, dtype: np.dtype) -> bool:
    """Say whether rows of so many numbers are a multiple of 512 bytes long, so that the caches' places soon repeat."""
    return columns * dtype.itemsize % 512 == 0


def times_transposed(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return a b^T, or the transpose of b a^T: with the larger matrix first OpenBLAS is up to twice as fast."""
    if a.shape[1] >= b.shape[1]:
        return a @ b.swapaxes(1, 2)
    return (b @ a.swapaxes(1, 2)).swapaxes(1, 2)
