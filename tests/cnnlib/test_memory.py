"""The fast convolution never holds all its columns at once."""

import tracemalloc
from collections.abc import Callable
from unittest.mock import patch

import numpy as np
import pytest

from cnnlib import numpy_nn
from cnnlib.numpy_nn import bands

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


# (input, weight): many columns; kernels larger than a band; a signal; much padding; a row of columns larger than a band
SHAPES = [
    ((4, 64, 56, 56), (64, 64, 3, 3)),
    ((16, 512, 7, 7), (512, 512, 3, 3)),
    ((4, 16, 20_000), (16, 16, 9)),
    ((4096, 64, 3, 3), (16, 64, 5, 5)),
    ((512, 32, 9, 32), (8, 32, 9, 9)),
]


def arrays(x_shape: tuple[int, ...], weight_shape: tuple[int, ...]) -> tuple[np.ndarray, ...]:
    """Return x, weight and dy for the padding that keeps the size."""
    dy_shape = (x_shape[0], weight_shape[0], *x_shape[2:])
    x, weight, dy = (np.zeros(shape, np.float32) for shape in (x_shape, weight_shape, dy_shape))
    return x, weight, dy


@pytest.mark.parametrize(("x_shape", "weight_shape"), SHAPES)
def test_convolution_needs_output_and_one_and_a_half_inputs_and_8_mib(
    x_shape: tuple[int, ...], weight_shape: tuple[int, ...]
) -> None:
    """That it also computes the same in parts: test_a_mini_batch_in_parts_gives_the_same."""
    x, weight, dy = arrays(x_shape, weight_shape)
    convolve = getattr(numpy_nn, f"conv{len(x_shape) - 2}d")
    bound, columns = dy.nbytes + 1.5 * x.nbytes + 8 * MIB, x.nbytes * np.prod(weight_shape[2:])
    assert (
        peak(lambda: convolve(x, weight, padding=weight_shape[-1] // 2))
        < bound
        < dy.nbytes + x.nbytes + columns
    )


@pytest.mark.parametrize(("x_shape", "weight_shape"), SHAPES[:3])
def test_backward_needs_dy_and_three_inputs_and_the_kernels_twice_and_8_mib(
    x_shape: tuple[int, ...], weight_shape: tuple[int, ...]
) -> None:
    """Inputs: the padded one, dx, and half of either for padding; kernels: dweight, and the part of one band.

    This holds where padding enlarges an image by no more than that: backward takes all images at once.
    """
    x, weight, dy = arrays(x_shape, weight_shape)
    backward = getattr(numpy_nn, f"conv{len(x_shape) - 2}d_backward")
    bound = dy.nbytes + 3 * x.nbytes + 2 * weight.nbytes + 8 * MIB
    assert peak(lambda: backward(dy, x, weight, padding=weight_shape[-1] // 2)) < bound


def test_a_mini_batch_in_parts_gives_the_same() -> None:
    rng = np.random.default_rng(0)
    x, weight, bias = (rng.standard_normal(shape) for shape in ((7, 2, 3, 3), (4, 1, 5, 5), (4,)))
    expected = numpy_nn.conv2d(x, weight, bias, padding=2, groups=2)
    with patch.object(bands, "images_at_once", return_value=3):
        assert np.allclose(numpy_nn.conv2d(x, weight, bias, padding=2, groups=2), expected, rtol=1e-12)
