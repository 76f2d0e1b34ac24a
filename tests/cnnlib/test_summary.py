"""What layers cost: counted by hand, then by PyTorch's own counter, the same on both sides."""

import importlib
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from cnnlib import numpy_nn, torch_nn
from cnnlib.summary import summary

BOTH = pytest.mark.parametrize("package", [numpy_nn, torch_nn], ids=["numpy", "torch"])


def mnist1d(package: Any) -> Any:
    """40 samples, 15 channels of 19, 9 and 4, then 10 classes: the network of chapter 14."""
    relu, conv = package.ReLU, package.Conv1d
    return package.Sequential(
        *(
            conv(1, 15, 3, stride=2),
            relu(),
            conv(15, 15, 3, stride=2),
            relu(),
            conv(15, 15, 3, stride=2),
            relu(),
        ),
        *(package.Flatten(), package.Linear(60, 10)),
    )


def lenet5(package: Any) -> Any:
    conv, relu, pool, linear = package.Conv2d, package.ReLU, package.MaxPool2d, package.Linear
    return package.Sequential(
        *(conv(1, 6, 5), relu(), pool(2), conv(6, 16, 5), relu(), pool(2), package.Flatten()),
        *(linear(400, 120), relu(), linear(120, 84), relu(), linear(84, 10)),
    )


@BOTH
def test_ten_filters_of_5x5x3_are_760_parameters(package: Any) -> None:
    (row,) = summary(package.Conv2d(3, 10, 5), (1, 3, 32, 32)).rows
    assert row == ("Conv2d", "Conv2d", (1, 10, 28, 28), 10 * 76, 10 * 28 * 28 * 75, 10 * 28 * 28 * 4)
    (row,) = summary(package.Conv2d(3, 10, 5, bias=False), (2, 3, 32, 32)).rows
    assert row[3:5] == (750, 2 * 10 * 28 * 28 * 75)


@BOTH
def test_mnist1d_network(package: Any) -> None:
    table = summary(mnist1d(package), (100, 1, 40))
    weighted = [row for row in table.rows if row.parameters]
    assert [row.parameters for row in weighted] == [60, 690, 690, 610]
    assert table.parameters == 2050
    assert [row.output_shape for row in weighted] == [(100, 15, 19), (100, 15, 9), (100, 15, 4), (100, 10)]
    assert [row.multiply_adds for row in weighted] == [85_500, 607_500, 270_000, 60_000]
    assert table.multiply_adds == 1_023_000
    biases = sum(int(np.prod(row.output_shape or ())) for row in weighted)  # one addition for each output
    assert table.multiply_adds + biases == 1_072_000  # what the lecture prints as 1.07 M


@BOTH
def test_lenet5(package: Any) -> None:
    table = summary(lenet5(package), (1, 1, 32, 32))
    assert table.parameters == 156 + 2416 + 48_120 + 10_164 + 850 == 61_706
    by_layer = [117_600, 240_000, 48_000, 10_080, 840]
    assert [row.multiply_adds for row in table.rows if row.multiply_adds] == by_layer
    assert table.multiply_adds == sum(by_layer)
    outputs = [4704, 4704, 1176, 1600, 1600, 400, 400, 120, 120, 84, 84, 10]
    assert [row.memory for row in table.rows] == [4 * n for n in outputs]
    assert table.memory == 4 * sum(outputs)


@BOTH
@pytest.mark.parametrize(
    ("name", "size", "parameters", "multiply_adds"),
    [
        ("resnet18", 224, 11_689_512, 1_814_073_344),  # torchvision's table of models says 1.81 billion
        ("googlenet", 224, 6_624_904, 1_498_376_192),  # 1.50
        ("lenet5_1998", 32, 60_000, 117_600 + 150_000 + 48_000 + 10_080 + 840),
    ],
)
def test_published_networks(package: Any, name: str, size: int, parameters: int, multiply_adds: int) -> None:
    net = getattr(importlib.import_module(f"{package.__name__}.models"), name)()
    table = summary(net, (1, 1 if size == 32 else 3, size, size))
    assert (table.parameters, table.multiply_adds) == (parameters, multiply_adds)
    assert all(row.output_shape for row in table.rows)


@BOTH
def test_groups_divide_the_cost(package: Any) -> None:
    whole, halves, depthwise = (
        summary(package.Conv2d(8, 8, 3, padding=1, bias=False, groups=g), (1, 8, 6, 5)) for g in (1, 2, 8)
    )
    assert (whole.parameters, whole.multiply_adds) == (576, 576 * 30)
    assert (halves.parameters, halves.multiply_adds) == (288, 288 * 30)
    assert (depthwise.parameters, depthwise.multiply_adds) == (72, 72 * 30)


@BOTH
def test_a_locally_connected_layer_multiplies_as_often_and_has_as_many_weights(package: Any) -> None:
    """The million units of 10 x 10 weights on an image of 1000 x 1000, here 20 x 20 of 3 x 3: no weight is shared."""
    local = summary(package.LocallyConnected2d(2, 3, (20, 20), 3, padding=1), (4, 2, 20, 20))
    shared = summary(package.Conv2d(2, 3, 3, padding=1), (4, 2, 20, 20))
    assert local.multiply_adds == shared.multiply_adds == 4 * 3 * 20 * 20 * (2 * 3 * 3)
    assert (local.parameters, shared.parameters) == (3 * 20 * 20 * (2 * 3 * 3 + 1), 3 * (2 * 3 * 3 + 1))


@BOTH
def test_subsampling_is_pooling_and_codes_are_a_fully_connected_layer(package: Any) -> None:
    table = summary(package.models.lenet5_1998(), (2, 1, 32, 32))
    costs = {row.name: row.multiply_adds for row in table.rows}
    assert costs["s2"] == costs["s4"] == costs["squash2"] == 0
    assert costs["output"] == 2 * 10 * 84


@BOTH
def test_names_sums_and_concatenations(package: Any) -> None:
    def conv(k: int) -> Any:
        return package.Conv2d(2, 2, k, padding="same")

    block = package.Residual({"conv1": conv(3), "relu": package.ReLU(), "conv2": conv(3)})
    net = package.Sequential(
        {"block": block, "mixed": package.Branches(conv(1), package.Sequential(conv(3)))}
    )
    table = summary(net, (1, 2, 4, 4))
    assert [(row.name, row.kind) for row in table.rows] == [
        *[
            ("block.conv1", "Conv2d"),
            ("block.relu", "ReLU"),
            ("block.conv2", "Conv2d"),
            ("block", "Residual"),
        ],
        *[("mixed.0", "Conv2d"), ("mixed.1.0", "Conv2d"), ("mixed", "Branches")],
    ]
    assert table.rows[-1] == ("mixed", "Branches", (1, 4, 4, 4), 0, 0, 256)
    assert table.parameters == sum(p.size for p in numpy_parameters(net))


def numpy_parameters(net: Any) -> list[np.ndarray]:
    return [np.asarray(value) for value in net.state_dict().values()]


@settings(settings.get_profile("cnnlib"))
@given(
    c_in=st.integers(1, 3),
    c_out=st.integers(1, 3),
    groups=st.integers(1, 3),
    k=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.integers(1, 3),
    n=st.integers(1, 3),
    kind=st.sampled_from(["Conv2d", "ConvTranspose2d", "Linear"]),
)
def test_multiply_adds_equal_pytorchs_count(
    c_in: int, c_out: int, groups: int, k: tuple[int, int], stride: int, n: int, kind: str
) -> None:
    if kind == "Linear":
        net, shape = nn.Sequential(nn.Linear(c_in, c_out), nn.ReLU()), (n, c_in)
    else:
        layer = getattr(nn, kind)(groups * c_in, groups * c_out, k, stride, 1, groups=groups)
        net, shape = nn.Sequential(layer, nn.BatchNorm2d(groups * c_out), nn.ReLU()), (n, groups * c_in, 6, 5)
    with FlopCounterMode(display=False) as counter:
        net.eval()(torch.zeros(shape))
    table = summary(net, shape)
    assert 2 * table.multiply_adds == counter.get_total_flops()
    assert table.parameters == sum(p.numel() for p in net.parameters())


@BOTH
def test_both_sides_print_the_same_table(package: Any) -> None:
    lines = str(summary(mnist1d(package), (100, 1, 40))).splitlines()
    assert lines[0] == "Input (100, 1, 40)"
    words = [" ".join(line.split()) for line in lines]
    assert words[1] == "Layer Kind Output shape Parameters Multiply-adds Output memory"
    assert words[3] == "0 Conv1d (100, 15, 19) 60 85,500 111.3 KiB"
    assert words[-1] == "Total 2,050 1,023,000 402.3 KiB"  # 1,030 numbers a sample
    assert len({len(line) for line in lines[1:]}) == 1
    assert str(summary(mnist1d(package), (100, 1, 40))) == str(summary(mnist1d(numpy_nn), (100, 1, 40)))


class Twice(torch.nn.Module):
    """Call one layer twice and another never."""

    def __init__(self) -> None:
        super().__init__()
        self.shared, self.idle = nn.Linear(4, 4), nn.Linear(4, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.shared(self.shared(x))


def test_shared_and_idle_layers() -> None:
    table = summary(Twice(), (3, 4))
    assert [row[:5] for row in table.rows] == [
        ("shared", "Linear", (3, 4), 20, 48),
        ("shared", "Linear", (3, 4), 0, 48),
        ("idle", "Linear", None, 10, 0),
    ]
    assert table.parameters == 30
    assert " ".join(str(table).splitlines()[5].split()) == "idle Linear not called 10 0 0 B"


@BOTH
def test_the_model_is_left_as_it_was(package: Any) -> None:
    net = lenet5(package)
    net[0].eval()
    x: Any = np.random.default_rng(0).standard_normal((1, 1, 32, 32)).astype(np.float32)
    x = x if package is numpy_nn else torch.tensor(x)
    before, y = [np.array(value) for value in numpy_parameters(net)], net(x)
    summary(net, (1, 1, 32, 32))
    assert [layer.training for layer in (net, *net)] == [True, False] + [True] * 11
    assert all(np.array_equal(a, b) for a, b in zip(before, numpy_parameters(net), strict=True))
    assert (net(x) == y).all()
    assert "forward" not in vars(net[0])
    with pytest.raises(ValueError, match="conv2d"):  # a failure leaves no trace either
        summary(net, (1, 3, 32, 32))
    assert "forward" not in vars(net[0])
    assert not getattr(net[0], "_forward_hooks", {})
    assert [layer.training for layer in (net, *net)] == [True, False] + [True] * 11


def test_running_means_of_batch_norm_do_not_move() -> None:
    net = nn.Sequential(nn.BatchNorm2d(2))
    summary(net, (4, 2, 3, 3))
    assert net.state_dict()["0.num_batches_tracked"] == 0


@BOTH
def test_places_of_maxima_are_not_in_the_way(package: Any) -> None:
    (row,) = summary(package.MaxPool2d(2, return_indices=True), (1, 1, 4, 4)).rows
    assert row.output_shape == (1, 1, 2, 2)


def test_what_is_not_a_model() -> None:
    with pytest.raises(TypeError, match="summary: expected a layer or a network of layers, got list"):
        summary([numpy_nn.ReLU()], (1, 1))
