"""First values of weights: the moments that the papers ask for, counted fans, and one seed for both sides."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib import numpy_nn, torch_nn
from cnnlib.numpy_nn.init import fans
from tests.cnnlib.support import FIRST_VALUES, assert_close

NAMES = sorted(FIRST_VALUES - {"fan_in_uniform"})
SHAPES = [(300, 200), (200, 30, 9), (60, 30, 5, 3)]
EVERY = pytest.mark.parametrize("name", NAMES)


@pytest.mark.parametrize("shape", [*SHAPES, (7, 3, 2, 5, 4)])
def test_fans_equal_those_of_pytorch(shape: tuple[int, ...]) -> None:
    assert fans(shape) == nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))


@EVERY
@pytest.mark.parametrize("shape", SHAPES)
def test_moments_are_those_of_pytorchs_first_values(name: str, shape: tuple[int, ...]) -> None:
    weight = getattr(numpy_nn, name)(shape, rng=0, dtype="float64")
    theirs = getattr(nn.init, f"{name}_")(
        torch.empty(shape, dtype=torch.float64), generator=torch.Generator().manual_seed(0)
    ).numpy()
    std, error = theirs.std(), 5 / np.sqrt(weight.size)  # five standard errors of a mean of unit variance
    assert abs(weight.mean()) < error * std
    assert weight.std() == pytest.approx(std, rel=error)
    for spread in (0.5, 1.0, 1.7, 1.8, 2.0):  # a uniform distribution ends at 1.73 standard deviations
        inside, expected = ((np.abs(w) < spread * std).mean() for w in (weight, theirs))
        assert inside == pytest.approx(expected, abs=error)


@EVERY
def test_one_seed_gives_both_sides_the_same_weights(name: str) -> None:
    for dtype in ("float32", "float64"):
        weight = getattr(numpy_nn, name)((4, 3, 2), rng=7, dtype=dtype)
        assert_close(getattr(torch_nn, name)((4, 3, 2), rng=7, dtype=dtype), weight, 0)
        assert weight.dtype == dtype


@EVERY
def test_a_generator_moves_on(name: str) -> None:
    rng = np.random.default_rng(0)
    first, second = (getattr(numpy_nn, name)((4, 3), rng) for _ in range(2))
    assert not np.array_equal(first, second)
    assert np.array_equal(first, getattr(numpy_nn, name)((4, 3), 0))


def size_after_layers(first_values: Any, activation: Any, depth: int = 20) -> float:
    """Send noise of size 1 through that many layers and return the root mean square of what comes out."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((100, 256))
    for _ in range(depth):
        x = activation(x @ first_values((256, 256), rng=rng, dtype="float64").T)
    return float(np.sqrt(np.mean(x**2)))


def test_signals_keep_their_size_with_the_first_values_made_for_their_activation() -> None:
    for kaiming in (numpy_nn.kaiming_normal, numpy_nn.kaiming_uniform):
        assert 0.4 < size_after_layers(kaiming, numpy_nn.relu) < 1.6
    for xavier in (numpy_nn.xavier_normal, numpy_nn.xavier_uniform):
        assert size_after_layers(xavier, numpy_nn.relu) < 2.0**-8  # half of the squares is lost in each layer
        assert 0.4 < size_after_layers(xavier, lambda x: x) < 1.6
