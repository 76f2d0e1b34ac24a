"""The models that the tests go through: a size that is quick to compute, and the published or stated count."""

import csv
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from cnnlib import numpy_nn, torch_nn
from tests.cnnlib.support import assert_close

FIXTURES = Path(__file__).parent / "fixtures"
PUBLISHED = tuple(path.stem for path in sorted(FIXTURES.glob("*.csv")))


class Model(NamedTuple):
    """How many parameters a model has as it comes; smaller options and the shape of an input to compute with."""

    count: int
    options: dict[str, Any]
    shape: tuple[int, ...]


SMALL = {"num_classes": 7, "width": 4}
MODELS = {
    "fully_connected_ch1": Model(50_005_100 + 152, {}, (1, 1, 500, 1000)),
    "convolutional_ch1": Model(30_050 + 51, {}, (2, 1, 83, 95)),
    "mnist1d_conv": Model(2_050, {}, (3, 1, 40)),
    "mnist1d_mlp": Model(59_065, {}, (3, 1, 40)),
    "lenet5": Model(61_706, {}, (3, 1, 28, 28)),
    "lenet5_1998": Model(60_000, {}, (3, 1, 32, 32)),
    "alexnet": Model(61_100_840, {"num_classes": 7}, (1, 3, 67, 99)),
    "alexnet_2012": Model(60_965_224, {"num_classes": 7}, (1, 3, 227, 227)),
    "vgg11": Model(132_863_336, SMALL, (2, 3, 64, 96)),
    "vgg13": Model(133_047_848, SMALL, (2, 3, 33, 40)),
    "vgg16": Model(138_357_544, SMALL, (2, 3, 64, 40)),
    "vgg19": Model(143_667_240, SMALL, (2, 3, 40, 64)),
    "googlenet": Model(6_624_904, {"num_classes": 7}, (2, 3, 41, 60)),
    "plain18": Model(11_689_512 - 173_824, SMALL | {"in_channels": 1}, (2, 1, 45, 50)),
    "plain34": Model(21_797_672 - 173_824, SMALL, (2, 3, 40, 64)),
    "resnet18": Model(11_689_512, SMALL | {"in_channels": 1}, (2, 1, 45, 50)),
    "resnet34": Model(21_797_672, SMALL, (2, 3, 40, 64)),
    "resnet50": Model(25_557_032, SMALL, (2, 3, 40, 64)),
    "small_plain": Model(75_002, {"depth": 14, "width": 2}, (2, 1, 13, 10)),
    "small_resnet": Model(77_754, {"depth": 14, "width": 2}, (2, 1, 13, 10)),
    "autoencoder": Model(107_345, {}, (3, 1, 28, 28)),
    "encoder_decoder": Model(86_245, {"width": 4}, (2, 3, 17, 24)),
    "hourglass": Model(186_661, SMALL, (2, 3, 16, 24)),
    "unet": Model(31_030_658, {"width": 2}, (2, 1, 37, 50)),
    "small_yolo": Model(247_198, {"width": 4}, (2, 3, 24, 32)),
    "causal_stack": Model(1_649, {}, (2, 1, 40)),
}


class Zeros(np.random.Generator):
    """A generator that is done at once: shapes and names of a large model, without drawing its weights."""

    def __init__(self) -> None:
        super().__init__(np.random.PCG64(0))

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        return np.zeros(size, np.float32)


def make(name: str, rng: int, **options: Any) -> tuple[Any, nn.Module]:
    """Build a model on both sides from one seed, in float64."""
    packages = numpy_nn.models, torch_nn.models
    ours, theirs = (getattr(package, name)(**options, rng=rng, dtype="float64") for package in packages)
    return ours, theirs


def make_alike(name: str, **options: Any) -> tuple[Any, nn.Module]:
    """Build a model on both sides with the same lively weights: signals of size 1 in every layer, no bias of 0."""
    ours, theirs = make(name, rng=0, **options)  # one seed, so that dropout drops the same
    rng = np.random.default_rng(1)
    for p in ours.parameters().values():
        if p.ndim > 1:
            p *= 6**0.5  # from a variance of 1 / (3 fan_in) to He's 2 / fan_in
        else:
            p += 0.1 * rng.standard_normal(p.shape)
    theirs.load_state_dict({name: torch.from_numpy(p) for name, p in ours.state().items()})
    return ours, theirs


def compare(ours: Any, theirs: nn.Module, shape: tuple[int, ...]) -> None:
    """Go forward and back on both sides, and compare everything that comes out or changes."""
    rng = np.random.default_rng(2)
    x = rng.standard_normal(shape)
    x_torch = torch.tensor(x, requires_grad=True)
    y, y_torch = ours(x), theirs(x_torch)
    assert_close(y, y_torch, what="output")
    dy = rng.standard_normal(y.shape)
    dx = ours.backward(dy)
    theirs.zero_grad()
    y_torch.backward(torch.from_numpy(dy))
    assert_close(dx, x_torch.grad, what="dx")
    gradients = ours.gradients()
    expected = {name: p.grad for name, p in theirs.named_parameters()}
    assert set(gradients) == set(expected)
    for name, gradient in expected.items():
        assert gradient is not None
        assert gradient.abs().max() > 0, f"{name}: no gradient arrives"
        assert_close(gradients[name], gradient, what=name)
    state = ours.state()
    for name, buffer in theirs.named_buffers():
        assert_close(state[name], buffer, what=name)


def fixture(name: str) -> dict[str, tuple[int, ...]]:
    """Read the names and shapes of torchvision's state dict."""
    with (FIXTURES / f"{name}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["name"]: tuple(int(n) for n in row["shape"].split("x") if n) for row in rows}
