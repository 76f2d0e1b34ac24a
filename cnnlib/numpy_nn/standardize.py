"""Bring rows of numbers to mean 0 and variance 1, and go back: what layer, instance and group norm share.

How it works. The numbers that share a mean are laid out as one row, side by side in memory. Then every sum over a row
is a dot product, and all else happens in place.
"""

from math import prod

import numpy as np
from jaxtyping import Float


def standardize(
    rows: Float[np.ndarray, "rows length"], eps: float
) -> tuple[Float[np.ndarray, "rows length"], Float[np.ndarray, "rows 1"]]:
    """Shift and scale each row to mean 0 and variance 1; return also the deviations, sqrt(var + eps).

    >>> standardize(np.array([[3.0, 5.0], [30.0, 50.0]]), eps=0.0)
    (array([[-1.,  1.],
           [-1.,  1.]]), array([[ 1.],
           [10.]]))
    """
    length = max(1, rows.shape[1])  # nothing has no mean
    x_hat = rows - row_sums(rows) / length
    std = np.sqrt(row_dots(x_hat, x_hat) / length + eps)
    x_hat /= std
    return x_hat, std


def standardize_backward(
    dx_hat: Float[np.ndarray, "rows length"],
    x_hat: Float[np.ndarray, "rows length"],
    std: Float[np.ndarray, "rows 1"],
) -> Float[np.ndarray, "rows length"]:
    """Return dx = (dx_hat - mean(dx_hat) - x_hat mean(dx_hat x_hat)) / std, means over each row.

    >>> x_hat, std = standardize(np.array([[0.0, 1.0, 2.0]]), eps=0.0)
    >>> standardize_backward(np.array([[1.0, 0.0, 0.0]]), x_hat, std).round(3)
    array([[ 0.204, -0.408,  0.204]])
    """
    length = max(1, x_hat.shape[1])
    dx = x_hat * (row_dots(dx_hat, x_hat) / -length)
    dx += dx_hat
    dx -= row_sums(dx_hat) / length
    dx /= std
    return dx


def rows_of(x: np.ndarray, first: int) -> np.ndarray:
    """Lay the axes from number ``first`` on out in a row, the numbers side by side; (rows, length).

    >>> rows_of(np.zeros((2, 6, 3)), 2).shape
    (12, 3)
    """
    return np.ascontiguousarray(x).reshape(prod(x.shape[:first]), prod(x.shape[first:]))


def row_sums(rows: np.ndarray) -> np.ndarray:
    """Sum each row, (rows, 1), as a dot product with ones, which NumPy has a faster loop for."""
    return np.vecdot(rows, np.ones(rows.shape[1], rows.dtype))[:, None]


def row_dots(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Sum the products of two arrays over each row, (rows, 1)."""
    return np.vecdot(a, b)[:, None]
