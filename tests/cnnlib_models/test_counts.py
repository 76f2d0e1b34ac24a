"""Every count of parameters that the book prints, and every name and shape of torchvision's."""

from itertools import combinations
from math import prod
from typing import Any

import numpy as np
import pytest

from cnnlib import numpy_nn, torch_nn
from cnnlib.numpy_nn.models.lenet_1998 import connections, digit_codes
from tests.cnnlib_models.support import MODELS, PUBLISHED, Zeros, fixture

BUFFERS = ("running_mean", "running_var", "num_batches_tracked")
BOTH = pytest.mark.parametrize("package", [numpy_nn, torch_nn], ids=["numpy", "torch"])


def build(package: Any, name: str) -> Any:
    return getattr(package.models, name)(rng=Zeros())


def count(package: Any, net: Any) -> int:
    parameters = net.parameters().values() if package is numpy_nn else net.parameters()
    return sum(prod(p.shape) for p in parameters)


@BOTH
@pytest.mark.parametrize("name", [name for name in MODELS if name not in PUBLISHED])
def test_count_of_parameters(package: Any, name: str) -> None:
    assert count(package, build(package, name)) == MODELS[name].count


@BOTH
@pytest.mark.parametrize("name", PUBLISHED)
def test_names_and_shapes_are_those_of_torchvision(package: Any, name: str) -> None:
    net = build(package, name)
    state = net.state() if package is numpy_nn else net.state_dict()
    assert [(key, tuple(value.shape)) for key, value in state.items()] == list(fixture(name).items())
    assert count(package, net) == MODELS[name].count


@pytest.mark.parametrize("name", PUBLISHED)
def test_fixture_adds_up_to_the_published_count(name: str) -> None:
    trainable = [shape for n, shape in fixture(name).items() if not n.endswith(BUFFERS)]
    assert sum(map(prod, trainable)) == MODELS[name].count


@pytest.mark.parametrize(
    ("name", "weights"),
    [("fully_connected_ch1", (50_000_000, 5_000, 100)), ("convolutional_ch1", (15_000, 15_000, 50))],
)
def test_weights_of_chapter_1_without_biases(name: str, weights: tuple[int, ...]) -> None:
    parameters = build(numpy_nn, name).parameters()
    assert tuple(p.size for n, p in parameters.items() if n.endswith("weight")) == weights


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("mnist1d_conv", {"conv1": 60, "conv2": 690, "conv3": 690, "output": 610}),
        ("mnist1d_mlp", {"hidden1": 11_685, "hidden2": 38_610, "hidden3": 8_160, "output": 610}),
        ("lenet5", {"c1": 156, "c3": 2_416, "c5": 48_120, "f6": 10_164, "output": 850}),
        ("lenet5_1998", {"c1": 156, "s2": 12, "c3": 1_516, "s4": 32, "c5": 48_120, "f6": 10_164}),
    ],
)
def test_parameters_of_each_layer(name: str, layers: dict[str, int]) -> None:
    net = build(numpy_nn, name)
    counts = {n: sum(p.size for p in layer.parameters().values()) for n, layer in net.children().items()}
    assert {n: count for n, count in counts.items() if count} == layers


def test_codes_of_lenet5_1998_are_840_fixed_numbers() -> None:
    ours, theirs = build(numpy_nn, "lenet5_1998"), build(torch_nn, "lenet5_1998")
    assert ours.state()["output.codes"].size == theirs.state_dict()["output.codes"].numel() == 840
    assert "output.codes" not in set(ours.parameters()) | {name for name, _ in theirs.named_parameters()}
    assert set(np.unique(digit_codes())) == {-1.0, 1.0}
    assert min(np.count_nonzero(a != b) for a, b in combinations(digit_codes(), 2)) >= 5  # of 84 pixels


def test_connections_follow_the_rule_in_the_paper() -> None:
    """Every three neighbors, every four neighbors, then four with a gap, then all; maps 5 and 0 are neighbors."""
    neighbors = [{(first + step) % 6 for step in range(count)} for count in (3, 4) for first in range(6)]
    expected = [*neighbors, {0, 1, 3, 4}, {1, 2, 4, 5}, {0, 2, 3, 5}, set(range(6))]
    assert [set(np.flatnonzero(row)) for row in connections()] == expected


def test_shortcuts_of_resnet18_cost_173824_parameters() -> None:
    extra = [
        shape
        for name, shape in fixture("resnet18").items()
        if "downsample" in name and not name.endswith(BUFFERS)
    ]
    assert sum(map(prod, extra)) == MODELS["resnet18"].count - MODELS["plain18"].count == 173_824
    assert sum(prod(shape) for shape in extra if len(shape) == 4) == 172_032
