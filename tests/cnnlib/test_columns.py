"""Columns of windows: the adjoint identity, convolution as a product, and what overlapping windows add up to."""

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib import numpy_nn
from cnnlib.numpy_nn import bands
from tests.cnnlib.support import assert_close, draw_im2col

BOTH = pytest.mark.parametrize("package", [numpy_nn, numpy_nn.reference], ids=["fast", "reference"])


@st.composite
def images(draw: st.DrawFn) -> tuple[np.ndarray, dict[str, Any]]:
    arrays, options = draw_im2col(draw, np.random.default_rng(draw(st.integers(0, 2**32))))
    if draw(st.booleans()):
        options |= {"stride": 1, "padding": "same"}
    return arrays["x"], options


@BOTH
@settings(settings.get_profile("cnnlib"))
@given(case=images())
def test_im2col_and_col2im_are_adjoint(package: Any, case: tuple[np.ndarray, dict[str, Any]]) -> None:
    x, options = case
    columns = package.im2col(x, **options)
    c = np.random.default_rng(0).standard_normal(columns.shape)
    there = np.sum(columns * c)
    back = np.sum(x * package.col2im(c, x.shape[2:], **options))
    assert abs(there - back) <= 1e-12 * max(1, np.sum(np.abs(columns * c)))


@settings(settings.get_profile("cnnlib"))
@given(case=images(), c_out=st.integers(1, 3))
def test_convolution_is_kernels_times_columns(case: tuple[np.ndarray, dict[str, Any]], c_out: int) -> None:
    x, options = case
    k = options.pop("kernel_size")
    weight = np.random.default_rng(0).standard_normal((c_out, x.shape[1], *k))
    y = numpy_nn.conv2d(x, weight, **options)
    product = weight.reshape(c_out, -1) @ numpy_nn.im2col(x, k, **options)
    assert_close(product.reshape(y.shape), y)


@settings(settings.get_profile("cnnlib"))
@given(case=images())
def test_a_pixel_comes_back_as_often_as_it_was_copied(case: tuple[np.ndarray, dict[str, Any]]) -> None:
    x, options = case
    size = x.shape[2:]
    places = np.arange(1.0, size[0] * size[1] + 1).reshape(1, 1, *size)  # 0 is left to the padding
    copies = np.bincount(numpy_nn.im2col(places, **options).astype(int).ravel(), minlength=places.size + 1)[
        1:
    ]
    back = numpy_nn.col2im(numpy_nn.im2col(x, **options), size, **options)
    assert_close(back, x * copies.reshape(size))


@pytest.mark.parametrize("n", [0, 1, 3])
@pytest.mark.parametrize("bias", [None, np.array([5.0, -7.0])])
def test_1x1_kernels_multiply_images_as_they_lie(n: int, bias: np.ndarray | None) -> None:
    """No columns are made, and the outputs lie batch-last, as those of every other convolution do."""
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((n, 3, 4, 5)), rng.standard_normal((2, 3, 1, 1))
    with patch.object(bands, "Columns", side_effect=AssertionError("columns were made")):
        y = numpy_nn.conv2d(x, weight, bias)
    assert_close(y, numpy_nn.reference.conv2d(x, weight, bias))
    assert y.transpose(1, 2, 3, 0).flags.c_contiguous
