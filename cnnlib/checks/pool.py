"""Layers that change the resolution: pooling, unpooling, upsampling."""

from typing import Any, get_args

from cnnlib.checks.array import check_array, check_integers, check_shape
from cnnlib.checks.conv import check_pads
from cnnlib.checks.norm import check_channels
from cnnlib.grid import interpolate_size, pool_grid
from cnnlib.shapes import (
    InterpolateMode,
    adaptive_windows,
    at_least,
    max_unpool_output_size,
    pair,
    pool_output_size,
    same_padding,
)


def check_pool(
    op: str, x: Any, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool
) -> None:
    """Raise unless ``x`` is an array that the windows of a pooling layer fit into."""
    check_array(op, "x", x, "N C L" if "1d" in op else "N C H W")
    if "1d" in op:
        pool_output_size(x.shape[2], kernel_size, stride, padding, dilation, ceil_mode)
    else:
        pool_grid(x.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)


def check_adaptive_pool(op: str, x: Any, output_size: Any) -> None:
    """Raise unless ``x`` has samples to pool and at least one is to be left on each axis."""
    check_array(op, "x", x, "N C L" if "1d" in op else "N C H W")
    sizes = (output_size,) if "1d" in op else pair(output_size)
    for n, out in zip(x.shape[2:], sizes, strict=True):
        adaptive_windows(n, out)


def check_unpool(
    op: str, x: Any, indices: Any, kernel_size: Any, stride: Any, padding: Any, output_size: Any
) -> tuple[int, int]:
    """Return the size (height, width) of the result; raise unless every number has a place on it.

    >>> import numpy as np
    >>> x = np.zeros((1, 1, 1, 1))
    >>> check_unpool("max_unpool2d", x, np.array([[[[4]]]]), 2, None, 0, None)
    Traceback (most recent call last):
    ...
    ValueError: max_unpool2d: expected indices from 0 to 3 for a result of 2 x 2, got values from 4 to 4
    """
    check_array(op, "x", x, "N C H W")
    check_integers(op, "indices", indices)
    check_shape(op, "indices", indices, tuple(x.shape))
    steps = pair(kernel_size if stride is None else stride)
    axes = zip(x.shape[2:], pair(kernel_size), steps, pair(padding), strict=True)
    usual = [max_unpool_output_size(*axis) for axis in axes]
    h, w = usual if output_size is None else pair(output_size)
    if any(abs(asked - size) >= step for asked, size, step in zip((h, w), usual, steps, strict=True)):
        raise ValueError(
            f"{op}: expected output_size within one stride of ({usual[0]}, {usual[1]}), got {(h, w)}"
        )
    if 0 not in indices.shape and not 0 <= indices.min() <= indices.max() < h * w:
        raise ValueError(
            f"{op}: expected indices from 0 to {h * w - 1} for a result of {h} x {w}, "
            f"got values from {int(indices.min())} to {int(indices.max())}"
        )
    return h, w


def check_maxout(op: str, x: Any, pool_size: int) -> None:
    """Raise unless the channels of ``x`` split into groups of ``pool_size``."""
    check_channels(op, x)
    if at_least("pool_size", pool_size, 1) and x.shape[1] % pool_size:
        raise ValueError(f"{op}: expected pool_size that divides the {x.shape[1]} channels, got {pool_size}")


def check_blur_pool(op: str, x: Any, kernel_size: int, stride: int) -> None:
    """Raise unless ``x`` can be padded by reflection for a kernel of this size."""
    check_array(op, "x", x, "N C H W")
    sides = same_padding(kernel_size)
    check_pads(op, x, (sides, sides), "reflect")
    at_least("stride", stride, 1)


def check_interpolate(
    op: str, x: Any, size: Any, scale_factor: Any, mode: str, align_corners: bool | None
) -> None:
    """Raise unless ``x`` is images and there is a way to their new size.

    >>> import numpy as np
    >>> check_interpolate("interpolate", np.zeros((1, 1, 4, 4)), None, None, "nearest", None)
    Traceback (most recent call last):
    ...
    ValueError: expected either size or scale_factor, got neither
    """
    check_array(op, "x", x, "N C H W")
    if mode not in get_args(InterpolateMode):
        raise ValueError(
            f"{op}: expected mode as one of {', '.join(map(repr, get_args(InterpolateMode)))}, got {mode!r}"
        )
    if mode == "nearest" and align_corners is not None:
        raise ValueError(f"{op}: expected align_corners only with mode 'bilinear', got {align_corners}")
    interpolate_size(x.shape[2:], size, scale_factor)
