"""Small signals go through one product of matrices, large ones through bands; nobody sees which."""

from typing import Any

import numpy as np
import pytest

from cnnlib.numpy_nn import Conv1d, reference
from cnnlib.numpy_nn.bands import BAND
from tests.cnnlib.support import LAYOUTS, assert_close, lay_out

CASES: list[tuple[tuple[int, int, int], dict[str, Any], tuple[int, int, int]]] = [
    ((1, 15, 3), {"stride": 2}, (5, 1, 40)),
    ((3, 2, 4), {"stride": 3, "padding": 1}, (2, 3, 11)),  # the last sample belongs to no window
    ((4, 6, 3), {"stride": 2, "padding": 2, "dilation": 2, "groups": 2}, (3, 4, 12)),
    ((6, 2, 3), {"padding": 1}, (3, 6, 9)),  # dx by the turned kernels
    ((6, 2, 3), {"padding": 1, "groups": 2}, (3, 6, 9)),
    ((2, 6, 4), {"padding": "same"}, (3, 2, 9)),  # dx by adding up taps, with one sample before and two after
    ((4, 4, 3), {"padding": 4}, (3, 4, 9)),  # more padding than a turned kernel can make good
    ((4, 4, 2), {"padding": "same", "bias": False}, (3, 4, 9)),
    ((4, 4, 1), {}, (3, 4, 9)),
    ((4, 4, 3), {"stride": 2, "groups": 4}, (64, 4, 17)),  # rows of round length
    ((4, 4, 3), {}, (0, 4, 9)),
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("sizes", "options", "shape"), CASES)
def test_small_signals_give_what_the_formula_gives(
    sizes: tuple[int, int, int], options: dict[str, Any], shape: tuple[int, int, int], layout: str
) -> None:
    rng = np.random.default_rng(0)
    layer = Conv1d(*sizes, **options, rng=rng, dtype="float64")
    x = rng.standard_normal(shape)
    y = layer(lay_out(x, layout))
    assert layer.columns is not None
    dy = rng.standard_normal(y.shape)
    dx = layer.backward(lay_out(dy, layout))

    rest = {name: value for name, value in options.items() if name != "bias"}
    assert_close(y, reference.conv1d(x, layer.weight, layer.bias, **rest), what="y")
    expected = reference.conv1d_backward(dy, x, layer.weight, **rest)
    got = (dx, layer.grads["weight"], *([] if layer.bias is None else [layer.grads["bias"]]))
    for name, a, b in zip(("dx", "dweight", "dbias"), got, expected, strict=False):
        assert_close(a, b, what=name)


def test_signals_too_large_for_a_band_give_the_same_as_in_parts() -> None:
    rng = np.random.default_rng(0)
    layer = Conv1d(2, 3, 5, stride=2, padding=1, rng=rng, dtype="float64")
    x = rng.standard_normal((4, 2, BAND // 8 // (4 * 2 * 5) * 2 + 20))
    y = layer(x)
    assert layer.columns is None
    dy = rng.standard_normal(y.shape)
    dx, dweight = layer.backward(dy), layer.grads["weight"]

    parts = [slice(0, 2), slice(2, 4)]
    assert_close(y, np.concatenate([layer(x[part]) for part in parts]))
    assert layer.columns is not None
    found = [(layer(x[part]), layer.backward(dy[part]), layer.grads["weight"]) for part in parts]
    assert_close(dx, np.concatenate([part_dx for _, part_dx, _ in found]))
    assert_close(dweight, found[0][2] + found[1][2])


def test_columns_are_kept_for_training_only() -> None:
    layer, x = Conv1d(2, 3, 3, rng=0), np.ones((2, 2, 9), dtype=np.float32)
    y = layer(x)
    dx, dweight = layer.backward(np.ones_like(y)), layer.grads["weight"]
    layer.eval()
    assert_close(layer(x), y, 1e-6)
    assert layer.columns is None
    assert_close(layer.backward(np.ones_like(y)), dx, 1e-6)
    assert_close(layer.grads["weight"], dweight, 1e-6)


X = np.ones((2, 2, 9))
CHANGES: list[tuple[np.ndarray, dict[str, Any], str]] = [
    (X[:, :1], {}, "reads 2 channels, but x has 1"),
    (X.astype(np.float32), {}, "expected one dtype, got x of float32, weight of float64"),
    (X[:, :, :2], {}, "kernel of 3"),
    (X, {"weight": np.ones((3, 1, 3))}, "reads 1 channels, but x has 2"),
    (
        X,
        {"weight": np.ones((3, 2, 3), np.float32)},
        "expected one dtype, got x of float64, weight of float32",
    ),
    (X, {"bias": np.ones(4)}, "expected bias of shape"),
    (X, {"bias": np.ones(3, np.float32)}, "bias of float32"),
    (X, {"stride": 0}, "expected stride of at least 1"),
    (X, {"padding": -1}, "expected padding of at least 0"),
    (X, {"dilation": 0}, "expected dilation of at least 1"),
    (X, {"groups": 2}, "expected groups that divide the 3 output channels, got 2"),
]


@pytest.mark.parametrize(("x", "changes", "message"), CHANGES)
def test_a_layer_checks_again_whatever_is_not_as_it_was_at_the_last_call(
    x: np.ndarray, changes: dict[str, Any], message: str
) -> None:
    layer = Conv1d(2, 3, 3, dtype="float64")
    layer(X)
    vars(layer).update(changes)
    for _ in range(2):  # a call that failed is nothing to rely on
        with pytest.raises((TypeError, ValueError), match=message):
            layer(x)


def test_a_layer_follows_its_options() -> None:
    layer = Conv1d(2, 3, 3, dtype="float64")
    assert layer(X).shape == (2, 3, 7)
    assert layer(X[:, :, :5]).shape == (2, 3, 3)
    layer.stride = 2
    assert layer(X).shape == (2, 3, 4)
