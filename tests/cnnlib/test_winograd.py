"""3x3 convolution by tiles: the same numbers as by the formula, for every size of input and band; where it is used."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib import numpy_nn
from cnnlib.grid import conv_grid
from cnnlib.numpy_nn import bands, winograd
from tests.cnnlib.support import LAYOUTS, assert_close, lay_out, positive
from tests.cnnlib.test_memory import MIB, peak


@contextmanager
def tiles_wherever_possible(band: int) -> Iterator[list[winograd.Tiles]]:
    """Take tiles for small inputs, too, in bands of so many bytes; give the list of those that were taken."""
    taken: list[winograd.Tiles] = []

    class Watched(winograd.Tiles):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            taken.append(self)

    limits = {"CHANNELS": 0, "POSITIONS": 0, "OVERHANG": np.inf, "BAND": band}
    with patch.multiple(winograd, **limits), patch.object(bands, "Tiles", Watched):
        yield taken


@settings(settings.get_profile("cnnlib"))
@given(data=st.data())
def test_tiles_give_what_the_formula_gives(data: st.DataObject) -> None:
    n, c_in, c_out = data.draw(positive(5)), data.draw(positive(4)), data.draw(positive(4))
    size, padding = (
        data.draw(st.tuples(st.integers(3, 9), st.integers(3, 9))),
        data.draw(st.tuples(st.integers(0, 3), st.integers(0, 3))),
    )
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    layouts = data.draw(st.tuples(*[st.sampled_from(LAYOUTS)] * 3))
    x, weight = rng.standard_normal((n, c_in, *size)), rng.standard_normal((c_out, c_in, 3, 3))
    bias = rng.standard_normal(c_out) if data.draw(st.booleans()) else None
    y = numpy_nn.reference.conv2d(x, weight, bias, padding=padding)
    dy = rng.standard_normal(y.shape)
    gradients = numpy_nn.reference.conv2d_backward(dy, x, weight, padding=padding)

    x, weight, dy = (lay_out(a, layout) for a, layout in zip((x, weight, dy), layouts, strict=True))
    with tiles_wherever_possible(data.draw(st.sampled_from([1, 500, 1 << 18]))) as taken:
        assert_close(numpy_nn.conv2d(x, weight, bias, padding=padding), y, what="y")
        assert len(taken) == 1
        got = numpy_nn.conv2d_backward(dy, x, weight, padding=padding)
        assert len(taken) >= 2
    for name, gradient, expected in zip(("dx", "dweight", "dbias"), got, gradients, strict=True):
        assert_close(gradient, expected, what=name)


@pytest.mark.parametrize("training", [True, False])
def test_a_wide_layer_takes_tiles_and_agrees_with_columns(training: bool) -> None:
    rng = np.random.default_rng(0)
    layer = numpy_nn.Conv2d(64, 64, 3, padding=1, rng=0, dtype="float64")
    layer.train(training)
    x, dy = rng.standard_normal((4, 64, 12, 14)), rng.standard_normal((4, 64, 12, 14))
    results = []
    for suits in (winograd.suits, lambda *_: False):
        with patch.object(bands, "suits", suits):
            y = layer(x)
            if training:
                assert isinstance(layer.columns, winograd.Tiles) == (suits is winograd.suits)
            results.append((y, layer.backward(dy), *layer.grads.values()))
    for tiles, columns in zip(*results, strict=True):
        assert_close(tiles, columns, 1e-13)
        assert not np.array_equal(tiles, columns) or tiles.ndim == 1  # two ways, not one taken twice


def test_float32_stays_float32_and_is_as_exact_as_by_columns() -> None:
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((4, 64, 16, 16)), rng.standard_normal((64, 64, 3, 3))
    exact = numpy_nn.conv2d(x, weight, padding=1)
    errors = []
    for suits in (winograd.suits, lambda *_: False):
        with patch.object(bands, "suits", suits):
            y = numpy_nn.conv2d(x.astype("float32"), weight.astype("float32"), padding=1)
        assert y.dtype == np.float32
        errors.append(np.abs(y - exact).max() / np.abs(exact).max())
    assert errors[0] < 3 * errors[1] < 3e-6


@pytest.mark.parametrize("x_shape", [(4, 64, 56, 56), (32, 256, 14, 56), (64, 48, 4, 4), (1, 64, 224, 32)])
def test_where_tiles_are_taken_they_need_output_and_one_and_a_half_inputs_and_8_mib(
    x_shape: tuple[int, int, int, int],
) -> None:
    n, c, h, w = x_shape
    x, weight = np.zeros(x_shape, np.float32), np.zeros((c, c, 3, 3), np.float32)
    for padding in (0, 1):
        grid = conv_grid((h, w), (3, 3), padding=padding)
        if winograd.suits(x, weight, grid, 1):
            bound = n * c * grid.out[0] * grid.out[1] * 4 + 1.5 * x.nbytes + 8 * MIB
            assert peak(lambda: numpy_nn.conv2d(x, weight, padding=padding)) < bound  # noqa: B023  # called here


def test_large_kernels_that_would_need_more_memory_keep_to_columns() -> None:
    x, weight = np.zeros((4, 512, 14, 14), np.float32), np.zeros((512, 512, 3, 3), np.float32)
    grid = conv_grid((14, 14), (3, 3), padding=1)
    assert not winograd.suits(x, weight, grid, 1)
    assert winograd.suits(x[:, :128], weight[:128, :128], grid, 1)
