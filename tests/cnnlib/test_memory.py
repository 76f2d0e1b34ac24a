"""The fast convolution never holds all its columns at once."""

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from cnnlib import numpy_nn

MIB = 1 << 20


def peak(call: Callable[[], object]) -> int:
    """Return the most memory in bytes that a call held at any time, its result included."""
    tracemalloc.start()
    try:
        kept = call()
        del kept
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# (input, weight): many columns, and kernels that are larger than a band
SHAPES = [
    ((4, 64, 56, 56), (64, 64, 3, 3)),
    ((16, 512, 7, 7), (512, 512, 3, 3)),
    ((4, 16, 20_000), (16, 16, 9)),
]


@pytest.mark.parametrize(("x_shape", "weight_shape"), SHAPES)
def test_convolution_holds_a_band_of_columns(x_shape: tuple[int, ...], weight_shape: tuple[int, ...]) -> None:
    x, weight = np.zeros(x_shape, np.float32), np.zeros(weight_shape, np.float32)
    name = f"conv{len(x_shape) - 2}d"
    conv, backward = getattr(numpy_nn, name), getattr(numpy_nn, f"{name}_backward")
    pad = weight_shape[-1] // 2
    dy = np.zeros((x_shape[0], weight_shape[0], *x_shape[2:]), np.float32)
    columns = x.nbytes * np.prod(weight_shape[2:])
    forward_bound = dy.nbytes + 1.7 * x.nbytes + 4 * MIB + MIB  # output, padded input, largest band
    assert peak(lambda: conv(x, weight, padding=pad)) < forward_bound < dy.nbytes + x.nbytes + columns
    backward_bound = (
        dy.nbytes + 2 * 1.7 * x.nbytes + 2 * weight.nbytes + 4 * MIB + MIB
    )  # and dx, dweight twice
    assert peak(lambda: backward(dy, x, weight, padding=pad)) < backward_bound
