"""Receptive fields: numbers of the book, then positions counted by gradients, then what has none."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib import numpy_nn, torch_nn
from cnnlib.receptive_field import Field, effective_receptive_field, receptive_field

BOTH = pytest.mark.parametrize("package", [numpy_nn, torch_nn], ids=["numpy", "torch"])


def conv(package: Any, k: Any, c: int = 1, dims: int = 2, **options: Any) -> Any:
    return getattr(package, f"Conv{dims}d")(c, c, k, **options)


@pytest.mark.parametrize(
    ("layers", "field"),
    [
        ([], (1, 1, 0)),
        ([(3,)], (3, 1, 0)),
        ([(3,), (3,)], (5, 1, 0)),
        ([(3,), (3,), (3,)], (7, 1, 0)),
        ([(5,), (5,)], (9, 1, 0)),
        ([(3, 1, "same"), (3, 1, "same")], (5, 1, -2)),
        ([(3, 2), (3,)], (7, 2, 0)),  # the second kernel's taps lie 2 apart in the input
        ([(3,), (3, 2)], (5, 2, 0)),
        ([(3, 2), (3, 2), (3, 2)], (15, 8, 0)),  # the MNIST-1D network
        ([(2, 1, (1, 0)), (2, 1, (2, 0), 2), (2, 1, (4, 0), 4), (2, 1, (8, 0), 8)], (16, 1, -15)),  # causal
        ([(7, 2, 3), (3, 2, 1)], (11, 4, -5)),  # the stem of ResNet
        ([(1,), (1, 2)], (1, 2, 0)),
    ],
)
def test_recurrence_by_hand(layers: Any, field: Any) -> None:
    found = Field()
    for layer in layers:
        found = found.through(*layer)
    assert found == field


@BOTH
def test_vgg16_sees_196_pixels_before_its_last_pool(package: Any) -> None:
    layers = []
    for convolutions in (2, 2, 3, 3, 3):
        layers += [*(conv(package, 3, padding=1) for _ in range(convolutions)), package.MaxPool2d(2)]
    fields = list(receptive_field(package.Sequential(*layers)).values())
    assert fields[-2][0] == Field(196, 16, -90)
    assert fields[-1][0].size == 212


@BOTH
def test_names_axes_and_channels(package: Any) -> None:
    def net(c: int) -> Any:
        features = package.Sequential(
            conv(package, (3, 1), c), package.ReLU(), conv(package, 3, c, dilation=(1, 2))
        )
        return package.Sequential({"features": features, "pool": package.AvgPool2d((1, 2), padding=(0, 1))})

    found = receptive_field(net(1))
    assert found == receptive_field(net(8))
    assert list(found) == ["features.0", "features.1", "features.2", "pool"]
    assert found["features.0"] == found["features.1"] == ((3, 1, 0), (1, 1, 0))
    assert found["features.2"] == ((5, 1, 0), (5, 1, 0))
    assert found["pool"] == ((5, 1, 0), (6, 2, -1))
    assert receptive_field(package.Conv1d(1, 1, 4, stride=3)) == {"Conv1d": ((4, 3, 0),)}


@BOTH
def test_branches_and_shortcuts_see_the_union(package: Any) -> None:
    block = package.Residual({"a": conv(package, 3, padding=1), "b": conv(package, 3, padding=1)})
    mixed = package.Branches(conv(package, 1), conv(package, 5, padding=2), package.MaxPool2d(3, 1, 1))
    found = receptive_field(package.Sequential({"block": block, "mixed": mixed}))
    assert list(found) == ["block.a", "block.b", "block", "mixed.0", "mixed.1", "mixed.2", "mixed"]
    assert found["block"][0] == (5, 1, -2)
    assert found["mixed.0"][0] == (5, 1, -2)
    assert found["mixed"][1] == (9, 1, -4)
    shift = package.Residual(package.Sequential(), conv(package, 2, padding=(1, 1), dilation=2))
    assert receptive_field(shift)["Residual"][0] == (3, 1, -1)


@st.composite
def windows(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Draw kernel size, stride, padding and dilation; a dilation of 0 stands for average pooling."""
    k, s, d = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(0, 2))
    return k, s, draw(st.integers(0, 2 if d else k // 2)), d


def positive_network(layers: list[tuple[int, int, int, int]]) -> numpy_nn.Layer:
    """Convolve and average with weights of 1: no path cancels another."""
    net = []
    for k, s, p, d in layers:
        net.append(numpy_nn.Conv1d(1, 1, k, s, p, d, dtype="float64") if d else numpy_nn.AvgPool1d(k, s, p))
        net[-1].load_state_dict({"weight": np.ones((1, 1, k)), "bias": np.ones(1)} if d else {})
    return numpy_nn.Sequential(*net)


@settings(settings.get_profile("cnnlib"))
@given(layers=st.lists(windows(), min_size=1, max_size=3), n=st.integers(60, 90))
def test_theory_says_where_the_gradient_ends(layers: list[tuple[int, int, int, int]], n: int) -> None:
    net = positive_network(layers)
    strength = effective_receptive_field(net, (1, 1, n))
    (size, jump, start) = list(receptive_field(net).values())[-1][0]
    center = net(np.zeros((1, 1, n))).shape[2] // 2
    seen = np.flatnonzero(strength)
    first = start + center * jump
    assert (seen[0], seen[-1]) == (max(first, 0), min(first + size, n) - 1)


def test_effective_field_by_hand() -> None:
    box = [numpy_nn.Conv1d(1, 1, 3, padding=1, dtype="float64") for _ in range(2)]
    for layer in box:
        layer.weight[...] = 1
    strength = effective_receptive_field(numpy_nn.Sequential(*box), (4, 1, 7), rng=0)
    assert np.allclose(strength, np.array([0, 1, 2, 3, 2, 1, 0]) / 3, rtol=1e-14)


def test_effective_field_of_channels_is_their_mean() -> None:
    layer = numpy_nn.Conv2d(2, 1, (1, 3), padding=(0, 1), dtype="float64")
    layer.weight[...] = np.array([[[[-1.0, 0, 1]], [[1.0, 4, 3]]]])
    strength = effective_receptive_field(layer, (3, 2, 1, 3), rng=0)
    assert np.allclose(strength, [[2 / 4, 1, 1]], rtol=1e-14)


def test_effective_field_is_smaller_than_the_theoretical() -> None:
    strength = effective_receptive_field(positive_network([(3, 1, 1, 1)] * 8), (1, 1, 33))
    assert np.flatnonzero(strength).tolist() == list(range(8, 25))  # 17 samples, as the recurrence says
    assert strength[8] < 0.001
    assert strength[11:22].sum() > 0.98 * strength.sum()  # 11 of the 17 do nearly everything


@BOTH
def test_what_has_no_window(package: Any) -> None:
    with pytest.raises(TypeError) as whole:
        receptive_field(package.Sequential(conv(package, 3), package.Flatten()))
    assert str(whole.value) == (
        "receptive_field: expected convolutions, pooling, and layers that act on each number, got Flatten; "
        "give the part of the model before it"
    )
    with pytest.raises(ValueError, match="expected branches with one jump, got 2 and 1"):
        receptive_field(package.Residual(conv(package, 3, stride=2)))


def test_an_output_that_depends_on_nothing() -> None:
    net = numpy_nn.Conv1d(1, 1, 3, padding=1, dtype="float64")
    net.weight[...] = 0
    with pytest.raises(ValueError, match="expected an output that depends on the input, got none"):
        effective_receptive_field(net, (1, 1, 5))
