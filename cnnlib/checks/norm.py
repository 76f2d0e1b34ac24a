"""Normalization: one number for each channel, groups, running statistics."""

from math import prod
from typing import Any

from cnnlib.checks.array import check_float, check_one_dtype, check_shape
from cnnlib.shapes import at_least


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
