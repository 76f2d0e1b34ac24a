"""Networks of layers: by hand, then random networks on both sides, then modes, buffers and names."""

from typing import Any, ClassVar

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from cnnlib import numpy_nn, torch_nn
from cnnlib.numpy_nn import conv
from tests.cnnlib.support import assert_close

BOTH = pytest.mark.parametrize("package", [numpy_nn, torch_nn], ids=["numpy", "torch"])


class Scale(numpy_nn.Layer):
    """Multiply by a number: the smallest layer that has a parameter."""

    parameter_names: ClassVar[tuple[str, ...]] = ("weight",)

    def __init__(self, weight: float) -> None:
        super().__init__()
        self.weight = np.array([weight])

    def forward(self, x: np.ndarray) -> np.ndarray:
        return self.weight * x

    def backward(self, dy: np.ndarray) -> np.ndarray:
        (x,) = self.inputs
        self.grads = {"weight": np.array([np.sum(dy * x)])}
        return self.weight * dy


X = np.array([[[1.0, 2.0]]])


def test_sequential_by_hand() -> None:
    net = numpy_nn.Sequential(Scale(2), Scale(5))
    assert net(X).tolist() == [[[10, 20]]]
    assert net.backward(np.array([[[1.0, 10.0]]])).tolist() == [[[10, 100]]]
    # dweight of the first: dy 5 x = 5 + 100; of the second: dy 2 x = 2 + 40
    assert {name: value.tolist() for name, value in net.gradients().items()} == {
        "0.weight": [105],
        "1.weight": [42],
    }


def test_residual_by_hand() -> None:
    for shortcut, factor in ((None, 2 + 1), (Scale(7), 2 + 7)):
        block = numpy_nn.Residual(Scale(2), shortcut)
        assert block(X).tolist() == [[[factor, 2 * factor]]]
        assert block.backward(np.array([[[1.0, 10.0]]])).tolist() == [[[factor, 10 * factor]]]


def test_branches_by_hand() -> None:
    net = numpy_nn.Branches(Scale(2), numpy_nn.Sequential(), Scale(7))
    assert net(X).tolist() == [[[2, 4], [1, 2], [7, 14]]]
    dy = np.array([[[1.0, 10], [100, 1000], [10_000, 100_000]]])
    assert net.backward(dy).tolist() == [[[2 + 100 + 70_000, 20 + 1000 + 700_000]]]
    assert net.gradients()["2.weight"].tolist() == [10_000 + 200_000]


@BOTH
def test_a_network_without_layers_returns_its_input(package: Any) -> None:
    x: Any = X if package is numpy_nn else torch.tensor(X)
    assert package.Sequential()(x) is x
    assert len(package.Sequential()) == 0


@BOTH
def test_names_follow_place_and_dict(package: Any) -> None:
    conv = package.Conv2d

    def block(c: int, downsample: bool) -> Any:
        body = {"conv1": conv(4, c, 3, padding=1, bias=False), "relu": package.ReLU(), "conv2": conv(c, c, 1)}
        return package.Residual(
            body, {"downsample": package.Sequential(conv(4, c, 1))} if downsample else None
        )

    net = package.Sequential(
        {
            "features": package.Sequential(conv(3, 4, 3), package.ReLU()),
            "layer1": package.Sequential(block(4, False), block(6, True)),
            "mixed": package.Branches(
                {"branch1": conv(6, 1, 1), "branch2": package.Sequential(conv(6, 2, 1))}
            ),
            "plain": package.Residual(conv(3, 3, 1), conv(3, 3, 1)),
        }
    )
    assert list(net.state_dict()) == [
        *("features.0.weight", "features.0.bias"),
        *("layer1.0.conv1.weight", "layer1.0.conv2.weight", "layer1.0.conv2.bias"),
        *("layer1.1.conv1.weight", "layer1.1.conv2.weight", "layer1.1.conv2.bias"),
        *("layer1.1.downsample.0.weight", "layer1.1.downsample.0.bias"),
        *("mixed.branch1.weight", "mixed.branch1.bias", "mixed.branch2.0.weight", "mixed.branch2.0.bias"),
        *("plain.body.weight", "plain.body.bias", "plain.shortcut.weight", "plain.shortcut.bias"),
    ]


@BOTH
def test_layers_are_reached_by_place(package: Any) -> None:
    layers = [package.Linear(3, 4), package.ReLU(), package.Linear(4, 2)]
    net = package.Sequential({"hidden": layers[0], "relu": layers[1], "out": layers[2]})
    assert list(net) == layers
    assert len(net) == 3
    assert net[-1] is net.out is layers[2]
    assert list(net[:2]) == layers[:2]
    assert list(net[:2].state_dict()) == ["hidden.weight", "hidden.bias"]
    with pytest.raises(IndexError):
        net[3]


# A random network is a tree: ("conv", c_in, c_out, k), ("relu",), or a container with its parts.
def draw_tree(draw: st.DrawFn, c_in: int, depth: int) -> tuple[Any, int]:
    """Draw a network that keeps height and width, with the number of channels that come out."""
    kinds = ["conv", "relu", "pool"] + (["sequence", "residual", "branches"] if depth else [])
    kind = draw(st.sampled_from(kinds))
    if kind == "conv":
        c_out, k = draw(st.integers(1, 3)), draw(st.sampled_from([1, 3]))
        return ("conv", c_in, c_out, k), c_out
    if kind in ("relu", "pool"):
        return (kind,), c_in
    if kind == "residual":
        body, c_out = draw_tree(draw, c_in, depth - 1)
        plain = c_out == c_in and draw(st.booleans())
        return ("residual", body, None if plain else ("conv", c_in, c_out, 1)), c_out
    parts, widths, c = [], [], c_in
    for _ in range(draw(st.integers(1, 3))):
        part, c_out = draw_tree(draw, c if kind == "sequence" else c_in, depth - 1)
        parts, widths, c = [*parts, part], [*widths, c_out], c_out
    named = draw(st.booleans())
    return (kind, parts, named), c if kind == "sequence" else sum(widths)


def build(package: Any, tree: Any, rng: np.random.Generator) -> Any:
    kind, *parts = tree
    if kind == "conv":
        c_in, c_out, k = parts
        return package.Conv2d(c_in, c_out, k, padding="same", rng=rng, dtype="float64")
    if kind == "relu":
        return package.ReLU()
    if kind == "pool":
        return package.MaxPool2d(3, stride=1, padding=1)
    if kind == "residual":
        body, shortcut = parts
        return package.Residual(build(package, body, rng), shortcut and build(package, shortcut, rng))
    layers = [build(package, part, rng) for part in parts[0]]
    container = package.Sequential if kind == "sequence" else package.Branches
    return (
        container({f"part{i}": layer for i, layer in enumerate(layers)}) if parts[1] else container(*layers)
    )


@settings(settings.get_profile("cnnlib"))
@given(data=st.data())
def test_random_networks_agree_and_their_weights_travel_both_ways(data: st.DataObject) -> None:
    @st.composite
    def trees(draw: st.DrawFn) -> Any:
        return draw_tree(draw, c_in=2, depth=3)[0]

    tree = data.draw(trees())
    ours, theirs = (build(p, tree, np.random.default_rng(0)) for p in (numpy_nn, torch_nn))
    other, back = (build(p, tree, np.random.default_rng(s)) for p, s in ((torch_nn, 1), (numpy_nn, 2)))
    other.load_state_dict({name: torch.tensor(value) for name, value in ours.state_dict().items()})
    back.load_state_dict(other.state_dict())
    assert list(ours.state_dict()) == list(theirs.state_dict()) == list(back.state_dict())
    for name, value in ours.state_dict().items():
        assert_close(value, theirs.state_dict()[name], 0, name)
        assert_close(value, back.state_dict()[name], 0, name)

    x = np.random.default_rng(3).standard_normal((2, 2, 5, 4))
    x_torch = torch.tensor(x, requires_grad=True)
    y, expected = back(x), theirs(x_torch)
    assert_close(y, expected)
    dy = np.random.default_rng(4).standard_normal(y.shape)
    expected.backward(torch.tensor(dy))
    assert_close(back.backward(dy), x_torch.grad, what="dx")
    assert list(back.gradients()) == [name for name, _ in theirs.named_parameters()]
    for name, parameter in theirs.named_parameters():
        assert_close(back.gradients()[name], parameter.grad, what=name)


def test_backward_does_not_change_the_gradient_it_is_given() -> None:
    for net in (
        numpy_nn.Residual(numpy_nn.ReLU()),
        numpy_nn.Branches(numpy_nn.ReLU(), numpy_nn.Sequential()),
    ):
        dy = np.ones_like(net(X))
        net.backward(dy)
        assert (dy == 1).all()


class RunningMean(numpy_nn.Layer):
    """Subtract the mean of all means seen in training: a layer with a buffer and a mode."""

    parameter_names: ClassVar[tuple[str, ...]] = ("bias",)
    buffer_names: ClassVar[tuple[str, ...]] = ("running_mean", "count")

    def __init__(self) -> None:
        super().__init__()
        self.bias, self.running_mean, self.count = np.zeros(1), np.zeros(1), np.array(0)

    def forward(self, x: np.ndarray) -> np.ndarray:
        if self.training:
            self.count += 1
            self.running_mean += (x.mean() - self.running_mean) / self.count
        return x - self.running_mean + self.bias

    def backward(self, dy: np.ndarray) -> np.ndarray:
        self.grads = {"bias": np.array([dy.sum()])}
        return dy


class TorchRunningMean(nn.Module):
    """The same names in PyTorch."""

    def __init__(self) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(1))
        self.register_buffer("running_mean", torch.zeros(1))
        self.register_buffer("count", torch.tensor(0))


def test_train_and_eval_reach_every_layer() -> None:
    inner = [RunningMean() for _ in range(4)]
    net = numpy_nn.Sequential(
        inner[0], numpy_nn.Residual({"a": inner[1]}, {"b": inner[2]}), numpy_nn.Branches(inner[3])
    )
    assert net.training
    assert net.eval() is net
    assert [layer.training for layer in inner] == [False] * 4
    net(X)
    assert [int(layer.count) for layer in inner] == [0] * 4
    assert net.train() is net
    assert [layer.training for layer in inner] == [True] * 4
    net(X)
    assert [int(layer.count) for layer in inner] == [1] * 4
    assert RunningMean().training  # a mode belongs to one layer, not to the class


def test_buffers_travel_with_the_state_and_get_no_gradient() -> None:
    net = numpy_nn.Sequential({"first": RunningMean(), "out": Scale(2)})
    twin = nn.Sequential()
    twin.first, twin.out = TorchRunningMean(), nn.Linear(1, 1)
    names = ["first.bias", "first.running_mean", "first.count", "out.weight"]
    assert list(net.state_dict()) == names == list(twin.state_dict())[:-1]
    assert list(net.parameters()) == ["first.bias", "out.weight"]
    net(X)
    net(3 * X)
    assert (net.state_dict()["first.running_mean"], net.state_dict()["first.count"]) == (3.0, 2)
    net.backward(X)
    assert list(net.gradients()) == ["first.bias", "out.weight"]
    other = numpy_nn.Sequential({"first": RunningMean(), "out": Scale(0)})
    state = {name: torch.tensor(value) for name, value in net.state_dict().items()}
    other.load_state_dict(state)
    assert_close(other.eval()(X), net.eval()(X), 0)
    state["first.running_mean"] += 1
    assert net.state_dict()["first.running_mean"] == 3.0
    with pytest.raises(ValueError, match=r"first.running_mean of shape \(1,\), got \(2,\)"):
        other.load_state_dict(state | {"first.running_mean": np.zeros(2)})


@BOTH
def test_what_a_container_refuses(package: Any) -> None:
    def message(build: Any) -> str:
        with pytest.raises(ValueError) as caught:  # noqa: PT011  (the caller compares the whole message)
            build()
        return str(caught.value)

    relu = package.ReLU()
    twice = "expected every layer once, got one ReLU in two places; make a second one"
    assert message(lambda: package.Sequential(relu, relu)) == f"Sequential: {twice}"
    assert message(lambda: package.Branches(relu, package.Sequential(relu))) == f"Branches: {twice}"
    for name in ("a.b", "", "training"):
        expected = f"Sequential: expected a new name without a dot for each layer, got {name!r}"
        assert message(lambda name=name: package.Sequential({name: relu})) == expected
    expected = "Residual: expected a new name without a dot for each layer, got 'a'"
    assert message(lambda: package.Residual({"a": relu}, {"a": package.ReLU()})) == expected


@BOTH
def test_a_shortcut_of_another_shape_is_refused_although_it_could_be_broadcast(package: Any) -> None:
    block = package.Residual(package.Conv2d(1, 3, 1))
    x: Any = np.zeros((2, 1, 4, 4), np.float32)
    with pytest.raises(ValueError, match="Residual: expected results of one shape") as caught:
        block(x if package is numpy_nn else torch.tensor(x))
    assert str(caught.value).endswith("got body of (2, 3, 4, 4), shortcut of (2, 1, 4, 4)")


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("first", ["conv", "linear", "residual"])
def test_backward_parameters_leaves_the_gradients_that_backward_leaves(first: str, training: bool) -> None:
    """In training a convolution keeps its columns for it; in use it makes them again."""
    ours, rng = numpy_nn, np.random.default_rng(0)
    x = rng.standard_normal((3, 2, 5, 4)).astype(np.float32)
    head = ours.Sequential(ours.Flatten(), ours.Linear(40, 2, rng=1))
    layer = ours.Conv2d(2, 2, 3, padding=1, padding_mode="reflect", rng=0)
    body = {"conv": layer, "linear": ours.ReLU(), "residual": ours.Residual(layer)}[first]
    net = ours.Sequential(ours.ReLU(), body, head).train(training)
    dy = rng.standard_normal(net(x).shape).astype(np.float32)
    net.backward(dy)
    expected = net.gradients()
    net.eval().train(training)(x)
    layer.grads, head[1].grads = {}, {}
    assert net.backward_parameters(dy) is None
    assert expected.keys() == net.gradients().keys() == net.parameters().keys()
    for name, gradient in net.gradients().items():
        assert np.array_equal(gradient, expected[name]), name


def test_the_first_layer_with_parameters_computes_no_dx(monkeypatch: pytest.MonkeyPatch) -> None:
    net = numpy_nn.Sequential(
        numpy_nn.ReLU(), numpy_nn.Conv2d(2, 2, 3, rng=0), numpy_nn.Conv2d(2, 2, 3, rng=0)
    )
    y, asked = net(np.ones((1, 2, 6, 6), np.float32)), []
    whole = conv.input_gradient
    monkeypatch.setattr(conv, "input_gradient", lambda dy, *a: asked.append(dy.shape) or whole(dy, *a))
    net.backward_parameters(y)
    assert asked == [(1, 2, 2, 2)]  # the second convolution alone
