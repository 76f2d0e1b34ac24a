"""Lay the windows of a convolution or a pooling layer on an image."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cnnlib.shapes import (
    IntOrPair,
    Padding,
    Pads,
    ScaleFactor,
    conv_output_size,
    conv_transpose_output_size,
    effective_kernel_size,
    interpolate_output_size,
    padding_of_axes,
    pair,
    pool_output_size,
)


class Grid(NamedTuple):
    """Where the windows lie on an image; every entry is (height, width)."""

    kernel: tuple[int, int]
    stride: tuple[int, int]
    dilation: tuple[int, int]
    pads: tuple[Pads, Pads]
    out: tuple[int, int]


def conv_grid(
    size: Sequence[int],
    kernel: Sequence[int],
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
) -> Grid:
    """Lay the windows of a convolution on an image of (height, width); ValueError where none fits.

    >>> conv_grid((7, 9), (3, 3), stride=2, padding=(0, 1)).out
    (3, 5)
    """
    strides, dilations = pair(stride), pair(dilation)
    paddings = padding if isinstance(padding, str) else pair(padding)
    return remembered_conv_grid(*size, *kernel, *strides, paddings, *dilations)


@lru_cache(maxsize=1024, typed=True)  # a small network would spend a tenth of its time on the same grids
def remembered_conv_grid(
    h: int, w: int, kh: int, kw: int, sh: int, sw: int, padding: Padding, dh: int, dw: int
) -> Grid:
    """Lay the windows once for all calls with the same numbers."""
    rows, columns = padding_of_axes(padding, (kh, kw), (sh, sw), (dh, dw))
    out = conv_output_size(h, kh, sh, rows, dh), conv_output_size(w, kw, sw, columns, dw)
    return Grid((kh, kw), (sh, sw), (dh, dw), (rows, columns), out)


def conv_transpose_grid(
    size: Sequence[int],
    kernel: Sequence[int],
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    output_padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> tuple[tuple[int, int], Grid]:
    """Return the output size of a transposed convolution and the windows on that output, one for each input pixel.

    >>> size, grid = conv_transpose_grid((3, 5), (3, 3), stride=2, padding=(0, 1))
    >>> size, grid.out
    ((7, 9), (3, 5))
    """
    (h, w), (kh, kw), (sh, sw), (ph, pw) = size, kernel, pair(stride), pair(padding)
    (oh, ow), (dh, dw) = pair(output_padding), pair(dilation)
    h_out = conv_transpose_output_size(h, kh, sh, ph, oh, dh)
    w_out = conv_transpose_output_size(w, kw, sw, pw, ow, dw)
    return (h_out, w_out), Grid((kh, kw), (sh, sw), (dh, dw), ((ph, ph), (pw, pw)), (h, w))


def pool_grid(
    size: Sequence[int],
    kernel_size: IntOrPair,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
) -> Grid:
    """Lay the windows of a pooling layer on an image of (height, width); ValueError where no window fits.

    With ``ceil_mode`` the padding after the image grows until it holds the last window.

    >>> pool_grid((5, 5), 2), pool_grid((5, 5), 2, ceil_mode=True).pads
    (Grid(kernel=(2, 2), stride=(2, 2), dilation=(1, 1), pads=((0, 0), (0, 0)), out=(2, 2)), ((0, 1), (0, 1)))
    """
    kernel, strides = pair(kernel_size), pair(kernel_size if stride is None else stride)
    paddings, dilations = pair(padding), pair(dilation)
    axes = list(zip(size, kernel, strides, paddings, dilations, strict=True))
    h_out, w_out = (pool_output_size(*axis, ceil_mode) for axis in axes)
    rows, columns = (
        (p, max(p, (out - 1) * s + effective_kernel_size(k, d) - n - p))
        for (n, k, s, p, d), out in zip(axes, (h_out, w_out), strict=True)
    )
    return Grid(kernel, strides, dilations, (rows, columns), (h_out, w_out))


def interpolate_size(
    shape: Sequence[int], size: IntOrPair | None, scale_factor: ScaleFactor | None
) -> tuple[int, int]:
    """Say how large an image of (height, width) becomes by resizing; ValueError unless exactly one of two is given.

    >>> interpolate_size((3, 4), (5, 6), None), interpolate_size((3, 4), None, (2, 0.5))
    ((5, 6), (6, 2))
    """
    sizes = (None, None) if size is None else pair(size)
    scales = scale_factor if isinstance(scale_factor, tuple | list) else (scale_factor, scale_factor)
    h_out, w_out = (interpolate_output_size(*axis) for axis in zip(shape, sizes, scales, strict=True))
    return h_out, w_out
