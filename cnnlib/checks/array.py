"""What every operation asks of an array: axes, shape, type of number."""

from functools import cache
from typing import Any


def check_array(op: str, name: str, x: Any, axes: str) -> None:
    """Raise unless ``x`` is an array of floating-point numbers with these axes.

    >>> import numpy as np
    >>> check_array("conv2d", "x", np.zeros((5, 5)), "N C H W")
    Traceback (most recent call last):
    ...
    ValueError: conv2d: expected x with 4 axes (N, C, H, W), got shape (5, 5)
    >>> check_array("conv2d", "x", np.zeros((1, 1, 5, 5), dtype=int), "N C H W")
    Traceback (most recent call last):
    ...
    TypeError: conv2d: expected x of floating-point numbers, got int64; convert it first, say to float32
    """
    check_axes(op, name, x, axes)
    check_float(op, name, x)


def check_float(op: str, name: str, x: Any) -> None:
    """Raise unless ``x`` is an array of floating-point numbers, of any shape."""
    if not hasattr(x, "dtype"):
        raise TypeError(f"{op}: expected {name} as an array, got {type(x).__name__}")
    if not is_float(x.dtype):
        raise TypeError(
            f"{op}: expected {name} of floating-point numbers, got {dtype_name(x)}; convert it first, say to float32"
        )


def check_integers(op: str, name: str, x: Any) -> None:
    """Raise unless ``x`` is an array of integers, of any shape."""
    if not hasattr(x, "dtype") or not dtype_name(x).startswith(("int", "uint")):
        got = dtype_name(x) if hasattr(x, "dtype") else type(x).__name__
        raise TypeError(f"{op}: expected {name} as an array of integers, got {got}")


def check_axes(op: str, name: str, x: Any, axes: str) -> None:
    """Raise unless ``x`` is an array with these axes, of any type of number."""
    if hasattr(x, "shape") and len(x.shape) == axes.count(" ") + 1:
        return  # the way of almost every call, without cutting names out
    names = axes.split()
    if not hasattr(x, "shape"):
        raise TypeError(
            f"{op}: expected {name} as an array with axes ({', '.join(names)}), got {type(x).__name__}"
        )
    if len(x.shape) != len(names):
        raise ValueError(
            f"{op}: expected {name} with {len(names)} {'axis' if len(names) == 1 else 'axes'} "
            f"({', '.join(names)}), got shape {tuple(x.shape)}"
        )


def check_shape(op: str, name: str, x: Any, shape: tuple[int, ...]) -> None:
    """Raise unless ``x`` has exactly this shape."""
    if not hasattr(x, "shape") or x.shape != tuple(shape):
        got = tuple(x.shape) if hasattr(x, "shape") else type(x).__name__
        raise ValueError(f"{op}: expected {name} of shape {tuple(shape)}, got {got}")


def check_gradient(op: str, dy: Any, x: Any, shape: tuple[int, ...]) -> None:
    """Raise unless ``dy`` has the shape of the output and the dtype of the input."""
    check_shape(op, "dy", dy, shape)
    if dy.dtype != x.dtype:  # asked here, since most calls of a backward pass end here
        check_one_dtype(op, dy=dy, x=x)


def check_one_dtype(op: str, **arrays: Any) -> None:
    """Raise unless all arrays that are not None hold the same type of number.

    >>> import numpy as np
    >>> check_one_dtype("linear", x=np.zeros(3), weight=np.zeros(3, dtype=np.float32))
    Traceback (most recent call last):
    ...
    TypeError: linear: expected one dtype, got x of float64, weight of float32
    """
    if len({x.dtype for x in arrays.values() if x is not None}) > 1:
        came = ", ".join(f"{name} of {dtype_name(x)}" for name, x in arrays.items() if x is not None)
        raise TypeError(f"{op}: expected one dtype, got {came}")


def kinds(*arrays: Any) -> list[Any]:
    """List the shape and dtype of each array, which is all that a check of arrays looks at.

    >>> import numpy as np
    >>> kinds(np.zeros((2, 3)), None)
    [((2, 3), dtype('float64')), None]
    """
    return [(x.shape, x.dtype) if hasattr(x, "dtype") else x for x in arrays]


def check_dim(op: str, x: Any, dim: int, argument: str = "dim", name: str = "x") -> None:
    """Raise unless ``x`` has the axis ``dim``."""
    if not -len(x.shape) <= dim < len(x.shape):
        raise ValueError(
            f"{op}: expected {argument} of an axis of {name} of shape {tuple(x.shape)}, got {dim}"
        )


def check_dims(op: str, x: Any, start_dim: int, end_dim: int) -> None:
    """Raise unless ``x`` has both axes and the first does not come after the last."""
    check_dim(op, x, start_dim, "start_dim")
    check_dim(op, x, end_dim, "end_dim")
    if start_dim % len(x.shape) > end_dim % len(x.shape):
        raise ValueError(
            f"{op}: expected start_dim before end_dim, got {start_dim} and {end_dim} of shape {tuple(x.shape)}"
        )


def check_same_shape(op: str, **arrays: Any) -> None:
    """Raise unless all arrays have one shape; broadcasting would hide a mistake."""
    if len({tuple(x.shape) for x in arrays.values()}) > 1:
        came = ", ".join(f"{name} of {tuple(x.shape)}" for name, x in arrays.items())
        raise ValueError(f"{op}: expected results of one shape, got {came}")


def check_divisible(op: str, x: Any, multiple: int) -> None:
    """Raise unless the height and the width of ``x`` are multiples of this number.

    >>> import numpy as np
    >>> check_divisible("Hourglass", np.zeros((1, 3, 20, 16)), 8)
    Traceback (most recent call last):
    ...
    ValueError: Hourglass: expected height and width as multiples of 8, got 20 x 16; pad or crop the pictures
    """
    check_array(op, "x", x, "N C H W")
    h, w = x.shape[2:]
    if h % multiple or w % multiple:
        raise ValueError(
            f"{op}: expected height and width as multiples of {multiple}, got {h} x {w}; pad or crop the pictures"
        )


def dtype_name(x: Any) -> str:
    """Name the type of number an array holds, the same way for both libraries.

    >>> import numpy as np
    >>> dtype_name(np.zeros(3, dtype=np.float32))
    'float32'
    """
    return name_of(x.dtype)


@cache
def is_float(dtype: Any) -> bool:
    """Say whether numbers of this type have a fractional part."""
    return name_of(dtype).startswith(("float", "bfloat"))


@cache
def name_of(dtype: Any) -> str:
    """Write the name out once for each dtype: NumPy takes microseconds, and a small layer asks several times."""
    return str(dtype).removeprefix("torch.")
