"""Convolutions and what is built from them: kernels, groups, padding, columns, fully connected layers."""

from math import prod
from typing import Any, get_args

from cnnlib.checks.array import check_array, check_one_dtype, check_shape
from cnnlib.grid import Grid, conv_grid
from cnnlib.shapes import PadMode, Pads, at_least, conv_output_size


def check_conv(op: str, x: Any, weight: Any, bias: Any, padding: Any, groups: int) -> None:
    """Raise unless input, kernel and bias of a convolution agree; 1-D or 2-D as the digit in ``op`` says.

    >>> import numpy as np
    >>> check_conv("conv1d", np.zeros((1, 3, 9)), np.zeros((4, 2, 5)), None, padding=0, groups=1)
    Traceback (most recent call last):
    ...
    ValueError: conv1d: weight of shape (4, 2, 5) with groups=1 reads 2 channels, but x has 3
    """
    check_array(op, "x", x, "N C_in L" if "1d" in op else "N C_in H W")
    check_array(op, "weight", weight, "C_out C_in/groups K" if "1d" in op else "C_out C_in/groups KH KW")
    c_out, c_group = weight.shape[:2]
    if "1d" in op and not isinstance(padding, str | int):
        raise TypeError(
            f"{op}: expected padding as an integer, 'same' or 'valid', got {padding!r}; pad1d takes two sides"
        )
    if groups < 1 or c_out % groups:
        raise ValueError(f"{op}: expected groups that divide the {c_out} output channels, got {groups}")
    if x.shape[1] != c_group * groups:
        raise ValueError(
            f"{op}: weight of shape {tuple(weight.shape)} with groups={groups} reads {c_group * groups} channels, "
            f"but x has {x.shape[1]}"
        )
    if bias is not None:
        check_shape(op, "bias", bias, (c_out,))
    check_one_dtype(op, x=x, weight=weight, bias=bias)


def check_conv_transpose(op: str, x: Any, weight: Any, bias: Any, groups: int) -> None:
    """Raise unless input, kernel and bias of a transposed convolution agree; the first axis of weight is C_in.

    >>> import numpy as np
    >>> check_conv_transpose("conv_transpose1d", np.zeros((1, 3, 9)), np.zeros((4, 2, 5)), None, groups=1)
    Traceback (most recent call last):
    ...
    ValueError: conv_transpose1d: weight of shape (4, 2, 5) reads 4 channels, but x has 3
    """
    check_array(op, "x", x, "N C_in L" if "1d" in op else "N C_in H W")
    check_array(op, "weight", weight, "C_in C_out/groups K" if "1d" in op else "C_in C_out/groups KH KW")
    c_in, c_group = weight.shape[:2]
    if x.shape[1] != c_in:
        raise ValueError(
            f"{op}: weight of shape {tuple(weight.shape)} reads {c_in} channels, but x has {x.shape[1]}"
        )
    if groups < 1 or c_in % groups:
        raise ValueError(f"{op}: expected groups that divide the {c_in} input channels, got {groups}")
    if bias is not None:
        check_shape(op, "bias", bias, (c_group * groups,))
    check_one_dtype(op, x=x, weight=weight, bias=bias)


def check_local(op: str, x: Any, weight: Any, bias: Any, stride: Any, padding: Any, dilation: Any) -> Grid:
    """Return the windows of a locally connected layer; raise unless each has its own kernel.

    >>> import numpy as np
    >>> x, weight = np.zeros((1, 3, 9, 9)), np.zeros((4, 6, 7, 3, 3, 3))
    >>> check_local("locally_connected2d", x, weight, None, 1, 0, 1)
    Traceback (most recent call last):
    ...
    ValueError: locally_connected2d: expected kernels for 7 x 7 positions, got weight of shape (4, 6, 7, 3, 3, 3)
    """
    check_array(op, "x", x, "N C_in H W")
    check_array(op, "weight", weight, "C_out H_out W_out C_in KH KW")
    if x.shape[1] != weight.shape[3]:
        raise ValueError(
            f"{op}: weight of shape {tuple(weight.shape)} reads {weight.shape[3]} channels, but x has {x.shape[1]}"
        )
    grid = conv_grid(x.shape[2:], weight.shape[4:], stride, padding, dilation)
    if grid.out != tuple(weight.shape[1:3]):
        raise ValueError(
            f"{op}: expected kernels for {grid.out[0]} x {grid.out[1]} positions, "
            f"got weight of shape {tuple(weight.shape)}"
        )
    if bias is not None:
        check_shape(op, "bias", bias, tuple(weight.shape[:3]))
    check_one_dtype(op, x=x, weight=weight, bias=bias)
    return grid


def check_conv_matrix(op: str, weight: Any, size: Any, padding: Any, groups: int) -> None:
    """Raise unless there is a convolution with this kernel on inputs of this size.

    >>> import numpy as np
    >>> check_conv_matrix("conv2d_matrix", np.zeros((1, 1, 3, 3)), 7, padding=0, groups=1)
    Traceback (most recent call last):
    ...
    ValueError: conv2d_matrix: expected size as (height, width), got 7
    """
    axes = 1 if "1d" in op else 2
    if not isinstance(size, tuple | list) or len(size) != axes:
        raise ValueError(f"{op}: expected size as (height, width), got {size!r}")
    for name, number in zip(["length"] if axes == 1 else ["height", "width"], size, strict=True):
        at_least(name, number, 0)
    check_array(op, "weight", weight, "C_out C_in/groups K" if axes == 1 else "C_out C_in/groups KH KW")
    if axes == 1 and not isinstance(padding, str | int):
        raise TypeError(f"{op}: expected padding as an integer, 'same' or 'valid', got {padding!r}")
    if groups < 1 or weight.shape[0] % groups:
        raise ValueError(
            f"{op}: expected groups that divide the {weight.shape[0]} output channels, got {groups}"
        )


def check_conv_fits(x: Any, weight: Any, stride: Any, padding: Any, dilation: Any) -> None:
    """Raise unless the kernel fits into the padded input and the steps are possible."""
    if len(x.shape) == 3:
        conv_output_size(x.shape[2], weight.shape[2], stride, padding, dilation)
    else:
        conv_grid(x.shape[2:], weight.shape[2:], stride, padding, dilation)


def check_groups(op: str, in_channels: int, out_channels: int, groups: int) -> None:
    """Raise unless input and output channels split into groups of equal size."""
    if groups < 1 or in_channels % groups or out_channels % groups:
        raise ValueError(
            f"{op}: expected groups that divide {in_channels} and {out_channels} channels, got {groups}"
        )


def check_mode(op: str, mode: str) -> None:
    """Raise unless there is a padding mode of this name."""
    if mode not in get_args(PadMode):
        raise ValueError(
            f"{op}: expected mode as one of {', '.join(map(repr, get_args(PadMode)))}, got {mode!r}"
        )


def check_columns(op: str, columns: Any, grid: Grid) -> None:
    """Raise unless there is a row for each kernel tap of each channel and a column for each window.

    >>> import numpy as np
    >>> check_columns("col2im", np.zeros((1, 4, 5)), conv_grid((3, 3), (2, 2)))
    Traceback (most recent call last):
    ...
    ValueError: col2im: expected columns of shape (N, C * 4, 4), got (1, 4, 5)
    """
    taps, windows = prod(grid.kernel), prod(grid.out)
    if columns.shape[1] % taps or columns.shape[2] != windows:
        raise ValueError(
            f"{op}: expected columns of shape (N, C * {taps}, {windows}), got {tuple(columns.shape)}"
        )


def check_linear(op: str, x: Any, weight: Any, bias: Any) -> None:
    """Raise unless input, weight and bias of a fully connected layer agree."""
    check_array(op, "x", x, "N in_features")
    check_array(op, "weight", weight, "out_features in_features")
    if x.shape[1] != weight.shape[1]:
        raise ValueError(
            f"{op}: weight of shape {tuple(weight.shape)} reads {weight.shape[1]} features, but x has {x.shape[1]}"
        )
    if bias is not None:
        check_shape(op, "bias", bias, (weight.shape[0],))
    check_one_dtype(op, x=x, weight=weight, bias=bias)


def check_pads(op: str, x: Any, pads: tuple[Pads, ...], mode: str) -> None:
    """Raise unless the mode exists and each axis is long enough to be padded in that mode.

    >>> import numpy as np
    >>> check_pads("pad1d", np.zeros((1, 1, 3)), ((3, 0),), "reflect")
    Traceback (most recent call last):
    ...
    ValueError: pad1d: mode 'reflect' on 3 samples allows padding of at most 2, got 3
    """
    if mode not in get_args(PadMode):
        raise ValueError(
            f"{op}: expected mode as one of {', '.join(map(repr, get_args(PadMode)))}, got {mode!r}"
        )
    for n, sides in zip(x.shape[2:], pads, strict=True):
        asked = max(sides)
        most = {"reflect": max(n - 1, 0), "circular": n, "replicate": asked if n else 0, "zeros": asked}[mode]
        if asked > most:
            raise ValueError(
                f"{op}: mode {mode!r} on {n} samples allows padding of at most {most}, got {asked}"
            )
