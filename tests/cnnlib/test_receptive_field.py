"""Receptive fields: numbers of the book, then positions counted by gradients, then what has none."""

from collections.abc import Callable
from fractions import Fraction
from math import inf
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnlib import numpy_nn, torch_nn
from cnnlib.receptive_field import WHOLE, Field, effective_receptive_field, receptive_field

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


@BOTH
def test_what_enlarges_has_a_jump_below_one(package: Any) -> None:
    half = Fraction(1, 2)
    doubled = package.Sequential(package.MaxPool2d(2), package.Upsample(scale_factor=2), conv(package, 3))
    fields = [height for height, _ in receptive_field(doubled).values()]
    assert fields == [(2, 2, 0), (3, 1, -1), (5, 1, -1)]  # outputs 0 and 1 both see samples 0 and 1: at most
    assert receptive_field(package.ConvTranspose2d(1, 1, 2, stride=2))["ConvTranspose2d"][0] == (
        Fraction(3, 2),
        half,
        -half,
    )
    four = package.ConvTranspose1d(1, 1, 4, stride=2, padding=1)  # each output sees two inputs
    (field,) = receptive_field(four)["ConvTranspose1d"]
    assert [field.bounds(i) for i in range(5)] == [(-1, 0), (0, 1), (0, 1), (1, 2), (1, 2)]
    assert receptive_field(package.MaxUnpool2d(2))["MaxUnpool2d"][0] == (Fraction(3, 2), half, -half)


@BOTH
def test_what_reads_everything(package: Any) -> None:
    head = package.Sequential(
        *(conv(package, 3), package.AdaptiveAvgPool2d(1), package.Flatten(), package.Linear(1, 1))
    )
    assert list(receptive_field(head).values()) == [
        ((3, 1, 0), (3, 1, 0)),
        (WHOLE, WHOLE),
        (WHOLE, WHOLE),
        (WHOLE, WHOLE),
    ]
    assert receptive_field(package.Sequential(package.GroupNorm(1, 1), conv(package, 3)))["1"][0] == WHOLE
    assert WHOLE.join(Field(3)) == Field(3).join(WHOLE) == WHOLE
    assert WHOLE.bounds(7) == (-inf, inf)


@pytest.mark.parametrize(
    ("name", "arguments", "options", "expected"),
    [
        ("MinPool1d", (3, 2, 1), {}, [(3, 2, -1)]),
        ("BlurPool2d", (4, 3), {}, [(4, 3, -1)] * 2),
        ("Maxout", (2,), {}, [(1, 1, 0)] * 2),
        ("LocallyConnected2d", (1, 1, 9, (3, 2)), {"stride": (2, 1), "padding": 1}, [(3, 2, -1), (2, 1, -1)]),
    ],
)
@BOTH
def test_other_windows(package: Any, name: str, arguments: Any, options: Any, expected: Any) -> None:
    assert receptive_field(getattr(package, name)(*arguments, **options))[name] == tuple(expected)


@BOTH
def test_the_models_of_the_book(package: Any) -> None:
    models = package.models
    assert receptive_field(models.causal_stack())["head"] == (
        Field(16, 1, -15),
    )  # its docstring's 16 samples
    assert receptive_field(models.lenet5_1998())["c5"][0] == Field(32, 4, 0)  # the whole of its input
    assert receptive_field(models.hourglass())["head"][0].jump == 1
    assert receptive_field(models.resnet18())["fc"] == (WHOLE, WHOLE)


def positive(layer: numpy_nn.Layer) -> numpy_nn.Layer:
    """Set all weights to 1, so that no path cancels another."""
    layer.load_state_dict({name: np.ones_like(value) for name, value in layer.state_dict().items()})
    return layer


@st.composite
def resizing(draw: st.DrawFn, most_dilation: int = 2) -> Callable[[], numpy_nn.Layer]:
    """Draw how to make a layer that shrinks or enlarges an image along its width."""
    k, s, d = draw(st.integers(1, 4)), draw(st.integers(1, 3)), draw(st.integers(1, most_dilation))
    p, f = draw(st.integers(0, d * (k - 1) // 2)), draw(st.integers(1, 3))
    kind = draw(st.sampled_from(["conv", "transposed", "nearest", "bilinear"]))
    arguments, options = ((1, k), (1, s), (0, p)), {"dilation": (1, d), "rng": 0, "dtype": "float64"}
    if kind == "conv":
        return lambda: positive(numpy_nn.Conv2d(1, 1, *arguments, **options))
    if kind == "transposed":
        return lambda: positive(numpy_nn.ConvTranspose2d(1, 1, *arguments, **options))
    return lambda: numpy_nn.Upsample(scale_factor=(1, f), mode=kind)


def seen(net: numpy_nn.Layer, n: int) -> list[np.ndarray]:
    """Measure by gradients which of n samples each output sees: one image of the mini-batch for each output."""
    w_out = net(np.zeros((1, 1, 1, n))).shape[3]
    net(np.zeros((w_out, 1, 1, n)))
    dx = net.backward(np.eye(w_out)[:, None, None])
    return [np.flatnonzero(row) for row in dx[:, 0, 0]]


@settings(settings.get_profile("cnnlib"))
@given(make=resizing(most_dilation=1))  # a dilated window has holes, and theory is an upper bound
def test_the_window_of_a_layer_is_exact(make: Callable[[], numpy_nn.Layer]) -> None:
    layer, n = make(), 12
    _, field = next(iter(receptive_field(layer).values()))
    for i, places in enumerate(seen(layer, n)):
        first, last = field.bounds(i)
        expected = [place for place in range(first, last + 1) if 0 <= place < n]
        assert places.tolist() == expected


@settings(settings.get_profile("cnnlib"))
@given(makers=st.lists(resizing(), min_size=2, max_size=3))
def test_no_output_sees_more_than_theory_allows(makers: list[Callable[[], numpy_nn.Layer]]) -> None:
    net = numpy_nn.Sequential(*(make() for make in makers))
    try:
        measured = seen(net, 24)
    except ValueError:  # a kernel that does not fit
        assume(False)
    _, field = list(receptive_field(net).values())[-1]
    for i, places in enumerate(measured):
        first, last = field.bounds(i)
        assert all(first <= place <= last for place in places)
        assert np.ptp(places) + 1 <= field.size if len(places) else True


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


REFUSED: list[tuple[Any, str]] = [
    (
        lambda package: package.models.unet(width=4),
        "receptive_field: expected convolutions, pooling, upsampling, and layers that act on each number, "
        "got UNet; give the part of the model before it",
    ),
    (
        lambda package: package.AdaptiveMaxPool2d((2, 1)),
        "receptive_field: expected AdaptiveMaxPool2d with output size 1, got (2, 1): "
        "its windows depend on the size of the input",
    ),
    (
        lambda package: package.Upsample(size=8),
        "receptive_field: expected Upsample by whole factors and without align_corners, "
        "got size=8, scale_factor=None, align_corners=None",
    ),
    (
        lambda package: package.Upsample(scale_factor=1.5),
        "receptive_field: expected Upsample by whole factors and without align_corners, "
        "got size=None, scale_factor=1.5, align_corners=None",
    ),
]


@pytest.mark.parametrize(("make", "message"), REFUSED)
@BOTH
def test_what_has_no_window(package: Any, make: Any, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        receptive_field(package.Sequential(conv(package, 3), make(package)))
    assert str(caught.value) == message


@BOTH
def test_branches_at_different_speed(package: Any) -> None:
    with pytest.raises(ValueError, match="expected branches with one jump, got 2 and 1"):
        receptive_field(package.Residual(conv(package, 3, stride=2)))


def test_pytorchs_own_layers_are_not_ours() -> None:
    with pytest.raises(TypeError) as caught:
        receptive_field(torch.nn.Sequential(torch.nn.Conv2d(1, 1, 3)))
    assert str(caught.value) == (
        "receptive_field: expected layers of cnnlib, got torch.nn.modules.conv.Conv2d"
    )


def test_an_output_that_depends_on_nothing() -> None:
    net = numpy_nn.Conv1d(1, 1, 3, padding=1, dtype="float64")
    net.weight[...] = 0
    with pytest.raises(ValueError, match="expected an output that depends on the input, got none"):
        effective_receptive_field(net, (1, 1, 5))
