"""Weights with torchvision's names make our models compute what torchvision's compute, written out below by name."""

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from cnnlib import numpy_nn, torch_nn
from tests.cnnlib.support import assert_close
from tests.cnnlib_models.support import Zeros, fixture

State = dict[str, torch.Tensor]


def generate(shapes: dict[str, tuple[int, ...]], dtype: Any = np.float64) -> State:
    """Draw numbers for a state dict that keep the signals of a network at a size of about 1."""
    rng, state = np.random.default_rng(0), {}
    for name, shape in shapes.items():
        draw = rng.standard_normal(shape, dtype)
        if name.endswith("num_batches_tracked"):
            draw = np.array(12345)
        elif name.endswith("running_var"):
            draw = np.exp(draw / 4)
        elif len(shape) > 1:
            draw *= (2 / np.prod(shape[1:])) ** 0.5
        elif name.endswith("weight"):
            draw = 1 + 0.1 * draw
        else:
            draw *= 0.1
        state[name] = torch.from_numpy(draw)
    return state


def conv(s: State, name: str, x: torch.Tensor, **options: Any) -> torch.Tensor:
    return F.conv2d(x, s[f"{name}.weight"], s.get(f"{name}.bias"), **options)


def norm(s: State, name: str, x: torch.Tensor, eps: float = 1e-5) -> torch.Tensor:
    statistics = s[f"{name}.running_mean"], s[f"{name}.running_var"]
    return F.batch_norm(x, *statistics, s[f"{name}.weight"], s[f"{name}.bias"], training=False, eps=eps)


def linear(s: State, name: str, x: torch.Tensor) -> torch.Tensor:
    return F.linear(x, s[f"{name}.weight"], s[f"{name}.bias"])


def alexnet(s: State, x: torch.Tensor) -> torch.Tensor:
    x = F.max_pool2d(F.relu(conv(s, "features.0", x, stride=4, padding=2)), 3, 2)
    x = F.max_pool2d(F.relu(conv(s, "features.3", x, padding=2)), 3, 2)
    for place in (6, 8, 10):
        x = F.relu(conv(s, f"features.{place}", x, padding=1))
    x = F.adaptive_avg_pool2d(F.max_pool2d(x, 3, 2), 6).flatten(1)
    return linear(s, "classifier.6", F.relu(linear(s, "classifier.4", F.relu(linear(s, "classifier.1", x)))))


def vgg(s: State, x: torch.Tensor, pools: tuple[int, ...]) -> torch.Tensor:
    for place in range(max(pools) + 1):  # a conv and its ReLU have two places, a pool has one
        if f"features.{place}.weight" in s:
            x = F.relu(conv(s, f"features.{place}", x, padding=1))
        elif place in pools:
            x = F.max_pool2d(x, 2)
    x = F.adaptive_avg_pool2d(x, 7).flatten(1)
    return linear(s, "classifier.6", F.relu(linear(s, "classifier.3", F.relu(linear(s, "classifier.0", x)))))


def googlenet(s: State, x: torch.Tensor) -> torch.Tensor:
    def block(name: str, x: torch.Tensor, **options: Any) -> torch.Tensor:
        return F.relu(norm(s, f"{name}.bn", conv(s, f"{name}.conv", x, **options), eps=0.001))

    def inception(name: str, x: torch.Tensor) -> torch.Tensor:
        branch1 = block(f"{name}.branch1", x)
        branch2 = block(f"{name}.branch2.1", block(f"{name}.branch2.0", x), padding=1)
        branch3 = block(f"{name}.branch3.1", block(f"{name}.branch3.0", x), padding=1)
        branch4 = block(f"{name}.branch4.1", F.max_pool2d(x, 3, 1, 1, ceil_mode=True))
        return torch.cat([branch1, branch2, branch3, branch4], 1)

    x = F.max_pool2d(block("conv1", x, stride=2, padding=3), 3, 2, ceil_mode=True)
    x = F.max_pool2d(block("conv3", block("conv2", x), padding=1), 3, 2, ceil_mode=True)
    for place in ("3a", "3b", "pool 3", "4a", "4b", "4c", "4d", "4e", "pool 2", "5a", "5b"):
        pool = place.startswith("pool")
        x = F.max_pool2d(x, int(place[-1]), 2, ceil_mode=True) if pool else inception(f"inception{place}", x)
    return linear(s, "fc", x.mean((2, 3)))


def resnet(s: State, x: torch.Tensor) -> torch.Tensor:
    x = F.max_pool2d(F.relu(norm(s, "bn1", conv(s, "conv1", x, stride=2, padding=3))), 3, 2, 1)
    for block in dict.fromkeys(
        name[:8] for name in s if name.startswith("layer")
    ):  # "layer1.0", "layer1.1", ...
        stride = 1 if block.startswith("layer1") or not block.endswith("0") else 2
        bottleneck = f"{block}.conv3.weight" in s
        y = conv(s, f"{block}.conv1", x, **({} if bottleneck else {"stride": stride, "padding": 1}))
        y = F.relu(norm(s, f"{block}.bn1", y))
        y = conv(s, f"{block}.conv2", y, padding=1, **({"stride": stride} if bottleneck else {}))
        y = norm(s, f"{block}.bn2", y)
        if bottleneck:
            y = norm(s, f"{block}.bn3", conv(s, f"{block}.conv3", F.relu(y)))
        if f"{block}.downsample.0.weight" in s:
            x = norm(s, f"{block}.downsample.1", conv(s, f"{block}.downsample.0", x, stride=stride))
        x = F.relu(y + x)
    return linear(s, "fc", x.mean((2, 3)))


def compare(name: str, state: State, expected: torch.Tensor, x: torch.Tensor, **options: Any) -> None:
    """Load published weights on both sides and compare the outputs."""
    dtype = str(x.numpy().dtype)
    tolerance = 1e-10 if dtype == "float64" else 1e-5
    ours = getattr(numpy_nn.models, name)(**options, rng=Zeros(), dtype=dtype)
    ours.load_state_dict(numpy_nn.models.from_torchvision(state))
    assert_close(ours.eval()(x.numpy()), expected, tolerance)
    theirs = getattr(torch_nn.models, name)(**options, rng=Zeros(), dtype=dtype)
    theirs.load_state_dict(torch_nn.models.from_torchvision(state))
    with torch.no_grad():
        assert_close(theirs.eval()(x), expected, tolerance)


PICTURES = torch.from_numpy(np.random.default_rng(4).standard_normal((2, 3, 75, 90)))


@pytest.mark.parametrize("name", ["resnet18", "resnet34", "resnet50"])
def test_published_resnet(name: str) -> None:
    state = generate(fixture(name))
    compare(name, state, resnet(state, PICTURES), PICTURES)


def test_published_googlenet_with_its_auxiliary_classifiers() -> None:
    state = generate(fixture("googlenet"))
    auxiliary = {"aux1.conv.conv.weight": (128, 512, 1, 1), "aux2.fc2.bias": (1000,)}
    compare("googlenet", state | generate(auxiliary), googlenet(state, PICTURES), PICTURES)


def test_published_alexnet() -> None:
    state, pictures = generate(fixture("alexnet"), np.float32), PICTURES.float()
    compare("alexnet", state, alexnet(state, pictures), pictures)


@pytest.mark.parametrize(
    ("name", "pools"),
    [
        ("vgg11", (2, 5, 10, 15, 20)),
        ("vgg13", (4, 9, 14, 19, 24)),
        ("vgg16", (4, 9, 16, 23, 30)),
        ("vgg19", (4, 9, 18, 27, 36)),
    ],
)
def test_published_vgg_at_a_sixteenth_of_its_width(name: str, pools: tuple[int, ...]) -> None:
    narrow = {
        key: tuple(n if n in (3, 7, 1000) else n // 16 for n in shape) for key, shape in fixture(name).items()
    }
    state = generate(narrow)
    compare(name, state, vgg(state, PICTURES, pools), PICTURES, width=4)


def test_old_files_without_a_count_of_batches_load_too() -> None:
    state = {
        name: value for name, value in generate(fixture("resnet18")).items() if "num_batches" not in name
    }
    compare("resnet18", state, resnet(state, PICTURES), PICTURES)


def test_loading_copies() -> None:
    state = generate({"bn1.weight": (4,), "bn1.num_batches_tracked": ()})
    for package in (numpy_nn, torch_nn):
        loaded: Any = package.models.from_torchvision(state)
        assert list(loaded) == list(state)
        loaded["bn1.weight"][:] = 0
        assert (state["bn1.weight"] != 0).all()
