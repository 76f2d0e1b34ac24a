"""Reject wrong input at the door: one line that prints what was expected and what came.

The functions look at ``shape`` and ``dtype`` only, so they serve NumPy arrays and PyTorch tensors alike.
"""

from functools import cache
from math import prod
from typing import Any, get_args

from cnnlib.grid import Grid, conv_grid, interpolate_size, pool_grid
from cnnlib.shapes import (
    InterpolateMode,
    PadMode,
    Pads,
    adaptive_windows,
    at_least,
    conv_output_size,
    max_unpool_output_size,
    pair,
    pool_output_size,
    same_padding,
)


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
    dtype = dtype_name(x)
    if not dtype.startswith(("float", "bfloat")):
        raise TypeError(
            f"{op}: expected {name} of floating-point numbers, got {dtype}; convert it first, say to float32"
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
    got = tuple(x.shape) if hasattr(x, "shape") else type(x).__name__
    if got != tuple(shape):
        raise ValueError(f"{op}: expected {name} of shape {tuple(shape)}, got {got}")


def check_gradient(op: str, dy: Any, x: Any, shape: tuple[int, ...]) -> None:
    """Raise unless ``dy`` has the shape of the output and the dtype of the input."""
    check_shape(op, "dy", dy, shape)
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


def check_channels(op: str, x: Any, **vectors: Any) -> None:
    """Raise unless ``x`` has axes (N, C, ...) and each vector that is not None one number of its dtype per channel."""
    check_float(op, "x", x)
    if len(x.shape) < 2:
        raise ValueError(f"{op}: expected x with axes (N, C, ...), got shape {tuple(x.shape)}")
    for name, vector in vectors.items():
        if vector is not None:
            check_shape(op, name, vector, (x.shape[1],))
    check_one_dtype(op, x=x, **vectors)


def check_channel_count(op: str, x: Any, channels: int) -> None:
    """Raise unless ``x`` has this number of channels."""
    check_channels(op, x)
    if x.shape[1] != channels:
        raise ValueError(f"{op}: expected x with {channels} channels, got shape {tuple(x.shape)}")


def check_batch_norm(
    op: str,
    x: Any,
    running_mean: Any,
    running_var: Any,
    weight: Any,
    bias: Any,
    training: bool,
    return_statistics: bool = False,
) -> None:
    """Raise unless the channels have what they need: running statistics, or more than one number in training.

    >>> import numpy as np
    >>> check_batch_norm("batch_norm", np.zeros((1, 8)), None, None, None, None, training=True)
    Traceback (most recent call last):
    ...
    ValueError: batch_norm: expected more than one number per channel in training, got x of shape (1, 8)
    """
    check_channels(op, x, running_mean=running_mean, running_var=running_var, weight=weight, bias=bias)
    missing = [
        name for name, a in {"running_mean": running_mean, "running_var": running_var}.items() if a is None
    ]
    if missing and (return_statistics or not training):
        when = "for return_statistics" if return_statistics else "unless training"
        raise ValueError(
            f"{op}: expected running_mean and running_var {when}, got no {' and no '.join(missing)}"
        )
    if training and x.shape[1] and prod(x.shape) == x.shape[1]:
        raise ValueError(
            f"{op}: expected more than one number per channel in training, got x of shape {tuple(x.shape)}"
        )


def check_layer_norm(op: str, x: Any, normalized_shape: Any, weight: Any, bias: Any) -> None:
    """Raise unless the last axes of ``x``, and those of weight and bias, are ``normalized_shape``."""
    check_float(op, "x", x)
    shape = tuple(normalized_shape)
    if not shape or tuple(x.shape[-len(shape) :]) != shape or len(x.shape) == len(shape):
        raise ValueError(
            f"{op}: expected x with axes (N, ...) that end in normalized_shape {shape}, got shape {tuple(x.shape)}"
        )
    for name, a in (("weight", weight), ("bias", bias)):
        if a is not None:
            check_shape(op, name, a, shape)
    check_one_dtype(op, x=x, weight=weight, bias=bias)


def check_instance_norm(op: str, x: Any, weight: Any, bias: Any) -> None:
    """Raise unless every channel of every image has more than one position, and weight and bias fit."""
    check_channels(op, x, weight=weight, bias=bias)
    if prod(x.shape[2:]) == 1:
        raise ValueError(
            f"{op}: expected more than one position per channel, got x of shape {tuple(x.shape)}"
        )


def check_group_norm(op: str, x: Any, num_groups: int, weight: Any, bias: Any) -> None:
    """Raise unless the channels split into groups of equal size, and weight and bias fit."""
    check_channels(op, x, weight=weight, bias=bias)
    check_num_groups(op, x.shape[1], num_groups)


def check_num_groups(op: str, channels: int, num_groups: int) -> None:
    """Raise unless the channels split into this many groups of equal size."""
    if num_groups < 1 or channels % num_groups:
        raise ValueError(f"{op}: expected num_groups that divides the {channels} channels, got {num_groups}")


def check_response_norm(op: str, x: Any, size: int) -> None:
    """Raise unless ``x`` has channels with positions, as PyTorch wants them, and the window is at least one channel."""
    check_channels(op, x)
    if len(x.shape) < 3:
        raise ValueError(f"{op}: expected x with axes (N, C, positions), got shape {tuple(x.shape)}")
    at_least("size", size, 1)


def check_box_pairs(op: str, boxes1: Any, boxes2: Any) -> None:
    """Raise unless these are two lists of boxes with numbers of one type.

    >>> import numpy as np
    >>> check_box_pairs("box_iou", np.zeros((1, 4)), np.array([[0.0, 0.0, 1.0, 1.0], [2.0, 0.0, 1.0, 1.0]]))
    Traceback (most recent call last):
    ...
    ValueError: box_iou: expected x1 <= x2 and y1 <= y2, got [2.0, 0.0, 1.0, 1.0] as box 1 of boxes2
    """
    check_boxes(op, "boxes1", boxes1)
    check_boxes(op, "boxes2", boxes2)
    check_one_dtype(op, boxes1=boxes1, boxes2=boxes2)


def check_boxes(op: str, name: str, boxes: Any) -> None:
    """Raise unless ``boxes`` has rows (x1, y1, x2, y2) that end where they begin or after it."""
    check_array(op, name, boxes, "N 4")
    if boxes.shape[1] != 4:
        raise ValueError(f"{op}: expected {name} of shape (N, 4), got {tuple(boxes.shape)}")
    right = (boxes[:, 2:] >= boxes[:, :2]).all(1)  # not so for NaN
    if not right.all():
        wrong = int((~right).nonzero()[0][0])
        raise ValueError(
            f"{op}: expected x1 <= x2 and y1 <= y2, got {boxes[wrong].tolist()} as box {wrong} of {name}"
        )


def check_boxes_and_scores(op: str, boxes: Any, scores: Any, iou_threshold: float) -> None:
    """Raise unless every box has a score and the threshold is one that an IoU can reach."""
    check_boxes(op, "boxes", boxes)
    check_float(op, "scores", scores)
    check_shape(op, "scores", scores, (len(boxes),))
    if (scores != scores).any():
        raise ValueError(f"{op}: expected scores that can be compared, got NaN")
    if not 0 <= iou_threshold <= 1:
        raise ValueError(f"{op}: expected iou_threshold from 0 to 1, got {iou_threshold}")


def check_box_classes(op: str, boxes: Any, idxs: Any) -> None:
    """Raise unless every box has a class number."""
    if not hasattr(idxs, "dtype") or not dtype_name(idxs).startswith(("int", "uint")):
        got = dtype_name(idxs) if hasattr(idxs, "dtype") else type(idxs).__name__
        raise TypeError(f"{op}: expected idxs as an array of integers, got {got}")
    check_shape(op, "idxs", idxs, (len(boxes),))


def check_cells(op: str, cells: Any, image_size: Any, num_boxes: int) -> None:
    """Raise unless cells have five numbers for each box and at least one for a class."""
    check_array(op, "cells", cells, "N numbers rows columns")
    if at_least("num_boxes", num_boxes, 1) * 5 >= cells.shape[1]:
        raise ValueError(
            f"{op}: expected more than {num_boxes} * 5 numbers in each cell, got cells of shape {tuple(cells.shape)}"
        )
    if not isinstance(image_size, tuple | list) or len(image_size) != 2 or min(image_size) <= 0:
        raise ValueError(f"{op}: expected image_size as (height, width), got {image_size!r}")


def check_probability(op: str, p: float) -> None:
    """Raise unless ``p`` is a probability."""
    if not 0 <= p <= 1:
        raise ValueError(f"{op}: expected p from 0 to 1, got {p}")


def check_dropout(op: str, x: Any, mask: Any, p: float, training: bool) -> None:
    """Raise unless ``p`` is a probability and every number has its truth value in the mask, in training at least."""
    check_float(op, "x", x)
    check_probability(op, p)
    if mask is None and training:
        raise TypeError(f"{op}: expected mask in training, got None; dropout_mask draws one")
    if mask is not None:
        check_shape(op, "mask", mask, tuple(x.shape))
        if dtype_name(mask) != "bool":
            raise TypeError(f"{op}: expected mask of truth values, got {dtype_name(mask)}")


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


def check_concat(op: str, tensors: Any, dim: int) -> None:
    """Raise unless there are arrays that agree in all axes but ``dim``.

    >>> import numpy as np
    >>> check_concat("concat", [np.zeros((1, 2, 5, 5)), np.zeros((1, 3, 5, 4))], dim=1)
    Traceback (most recent call last):
    ...
    ValueError: concat: expected shapes that differ only in axis 1, got (1, 2, 5, 5), (1, 3, 5, 4)
    """
    if not isinstance(tensors, tuple | list) or not tensors:
        got = "none" if isinstance(tensors, tuple | list) else type(tensors).__name__
        raise TypeError(f"{op}: expected a list of at least one array, got {got}")
    for place, x in enumerate(tensors):
        check_float(op, f"tensors[{place}]", x)
    check_dim(op, tensors[0], dim, name="tensors[0]")
    shapes = [tuple(x.shape) for x in tensors]
    axis = dim % len(shapes[0])
    if len({(len(shape), *shape[:axis], *shape[axis + 1 :]) for shape in shapes}) > 1:
        raise ValueError(
            f"{op}: expected shapes that differ only in axis {dim}, got {', '.join(map(str, shapes))}"
        )
    check_one_dtype(op, **{f"tensors[{place}]": x for place, x in enumerate(tensors)})


def check_same_shape(op: str, **arrays: Any) -> None:
    """Raise unless all arrays have one shape; broadcasting would hide a mistake."""
    if len({tuple(x.shape) for x in arrays.values()}) > 1:
        came = ", ".join(f"{name} of {tuple(x.shape)}" for name, x in arrays.items())
        raise ValueError(f"{op}: expected results of one shape, got {came}")


def check_layers(op: str, container: Any, layers: dict[str, Any], inside: dict[str, list[Any]]) -> None:
    """Raise unless these can be the layers of a container; ``inside`` lists each layer with all that it holds.

    A layer remembers one input, so a second place for it would spoil the backward pass of the first.
    """
    for name, layer in layers.items():
        if name not in inside:
            raise TypeError(f"{op}: expected layers, got {type(layer).__name__} as {name!r}")
        if not isinstance(name, str) or not name or "." in name or hasattr(container, name):
            raise ValueError(f"{op}: expected a new name without a dot for each layer, got {name!r}")
    seen = [id(layer) for layers in inside.values() for layer in layers]
    twice = [
        type(layer).__name__ for layers in inside.values() for layer in layers if seen.count(id(layer)) > 1
    ]
    if twice:
        raise ValueError(
            f"{op}: expected every layer once, got one {twice[0]} in two places; make a second one"
        )


def check_some(op: str, layers: Any) -> None:
    """Raise unless there is at least one layer."""
    if not layers:
        raise ValueError(f"{op}: expected at least one layer, got none")


def check_classes(op: str, logits: Any, target: Any) -> None:
    """Raise unless every position of the logits has one class number that exists.

    >>> import numpy as np
    >>> check_classes("cross_entropy", np.zeros((2, 3)), np.array([0, 3]))
    Traceback (most recent call last):
    ...
    ValueError: cross_entropy: expected target from 0 to 2, got values from 0 to 3
    """
    check_float(op, "logits", logits)
    if len(logits.shape) < 2:
        raise ValueError(
            f"{op}: expected logits with axes (N, classes, ...), got shape {tuple(logits.shape)}"
        )
    check_integers(op, "target", target)
    check_shape(op, "target", target, (logits.shape[0], *logits.shape[2:]))
    if 0 not in target.shape and not 0 <= target.min() <= target.max() < logits.shape[1]:
        raise ValueError(
            f"{op}: expected target from 0 to {logits.shape[1] - 1}, "
            f"got values from {int(target.min())} to {int(target.max())}"
        )


def check_scores(op: str, scores: Any, target: Any) -> None:
    """Raise unless every sample has one score for each class and one class number that exists."""
    check_array(op, "scores", scores, "N classes")
    check_classes(op, scores, target)


def check_target(op: str, name: str, x: Any, target: Any, largest: float | None = None) -> None:
    """Raise unless every number of ``x`` has a target of its dtype, from 0 to ``largest`` if that is given.

    >>> import numpy as np
    >>> check_target("mse_loss", "x", np.zeros((2, 1)), np.zeros(2))
    Traceback (most recent call last):
    ...
    ValueError: mse_loss: expected target of shape (2, 1), got (2,)
    """
    check_float(op, name, x)
    check_shape(op, "target", target, tuple(x.shape))
    check_one_dtype(op, **{name: x, "target": target})
    if largest is not None and 0 not in target.shape and not 0 <= target.min() <= target.max() <= largest:
        raise ValueError(
            f"{op}: expected target from 0 to {largest}, "
            f"got values from {float(target.min()):g} to {float(target.max()):g}"
        )


def check_not_negative(op: str, **numbers: float) -> None:
    """Raise unless each number is one, and 0 or more; NaN is not.

    >>> check_not_negative("l2_penalty", strength=-0.1)
    Traceback (most recent call last):
    ...
    ValueError: l2_penalty: expected strength of at least 0, got -0.1
    """
    for name, value in numbers.items():
        if isinstance(value, str) or not hasattr(value, "__float__"):
            raise TypeError(f"{op}: expected {name} as a number, got {value!r}")
        if not value >= 0:
            raise ValueError(f"{op}: expected {name} of at least 0, got {value}")


def check_positive(op: str, **numbers: float) -> None:
    """Raise unless each number is finite and over 0.

    >>> check_positive("max_norm", most=0)
    Traceback (most recent call last):
    ...
    ValueError: max_norm: expected most over 0 and finite, got 0
    """
    for name, value in numbers.items():
        if isinstance(value, str) or not hasattr(value, "__float__"):
            raise TypeError(f"{op}: expected {name} as a number, got {value!r}")
        if not 0 < value < float("inf"):
            raise ValueError(f"{op}: expected {name} over 0 and finite, got {value}")


def check_fraction(op: str, **numbers: float) -> None:
    """Raise unless each number is from 0 to less than 1.

    >>> check_fraction("Adam", beta1=1.0)
    Traceback (most recent call last):
    ...
    ValueError: Adam: expected beta1 from 0 to less than 1, got 1.0
    """
    check_not_negative(op, **numbers)
    for name, value in numbers.items():
        if not value < 1:
            raise ValueError(f"{op}: expected {name} from 0 to less than 1, got {value}")


def check_model(op: str, model: Any, kind: type) -> None:
    """Raise unless ``model`` is of this kind, a NumPy layer or a PyTorch module, and has parameters."""
    if not isinstance(model, kind):
        got = f"{type(model).__module__}.{type(model).__qualname__}".removeprefix("builtins.")
        raise TypeError(f"{op}: expected model as a {kind.__name__}, got {got}")
    if not list(model.parameters()):
        raise ValueError(f"{op}: expected a model with parameters, got {type(model).__name__} without any")


def check_nesterov(op: str, nesterov: bool, momentum: float) -> None:
    """Raise where Nesterov's momentum is asked for without momentum."""
    if nesterov and momentum == 0:
        raise ValueError(f"{op}: expected momentum over 0 with nesterov=True, got {momentum}")


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
def name_of(dtype: Any) -> str:
    """Write the name out once for each dtype: NumPy takes microseconds, and a small layer asks several times."""
    return str(dtype).removeprefix("torch.")
