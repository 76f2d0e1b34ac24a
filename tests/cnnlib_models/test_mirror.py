"""Both sides have the same models, in the same order, with the same arguments; shapes in comments are right."""

import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from torch import nn

from cnnlib import numpy_nn, torch_nn
from tests.cnnlib.test_mirror import definitions, parameters
from tests.cnnlib_models.support import MODELS, Zeros

Shape = tuple[int, ...]
NAMES = torch_nn.models.__all__
# Where the comments with shapes are, and the options and input that they hold for.
COMMENTED: dict[str, tuple[str, dict[str, Any], Shape]] = {
    "fully_connected_ch1": ("chapter1.fully_connected_ch1", {}, (1, 1, 500, 1000)),
    "convolutional_ch1": ("chapter1.convolutional_ch1", {}, (1, 1, 500, 1000)),
    "mnist1d_conv": ("mnist1d.mnist1d_conv", {}, (1, 1, 40)),
    "mnist1d_mlp": ("mnist1d.mnist1d_mlp", {}, (1, 1, 40)),
    "lenet5": ("lenet.lenet5", {}, (1, 1, 28, 28)),
    "lenet5_1998": ("lenet_1998.lenet5_1998", {}, (1, 1, 32, 32)),
    "alexnet": ("alexnet.alexnet", {}, (1, 3, 224, 224)),
    "alexnet_2012": ("alexnet.alexnet_2012", {}, (1, 3, 227, 227)),
    "vgg11": ("vgg.VGG", {}, (1, 3, 224, 224)),
    "googlenet": ("googlenet.googlenet", {}, (1, 3, 224, 224)),
    "resnet18": ("resnet.ResNet", {}, (1, 3, 224, 224)),
    "small_resnet": ("small_resnet.SmallResNet", {}, (1, 1, 32, 32)),
    "autoencoder": ("autoencoder.autoencoder", {}, (1, 1, 28, 28)),
    "encoder_decoder": ("encoder_decoder.EncoderDecoder", {}, (1, 3, 32, 48)),
    "hourglass": ("hourglass.hourglass", {}, (1, 3, 16, 24)),
    "unet": ("unet.UNet", {}, (1, 1, 32, 48)),
    "small_yolo": ("yolo.small_yolo", {}, (1, 3, 56, 56)),
    "causal_stack": ("causal.causal_stack", {}, (1, 1, 40)),
}


def files(package: ModuleType) -> dict[str, Any]:
    folder = package.models.__path__[0]
    return {path.name: path for path in Path(folder).glob("*.py") if path.name != "__init__.py"}


def test_both_sides_have_the_same_models_in_the_same_files_and_order() -> None:
    assert numpy_nn.models.__all__ == torch_nn.models.__all__
    assert set(MODELS) == set(NAMES) - {"from_torchvision"}
    ours, theirs = files(numpy_nn), files(torch_nn)
    assert set(ours) == set(theirs)
    for name, path in ours.items():
        assert definitions(path, NAMES) == definitions(theirs[name], NAMES) != []


@pytest.mark.parametrize("name", NAMES)
def test_both_sides_take_the_same_arguments(name: str) -> None:
    assert parameters(getattr(numpy_nn.models, name)) == parameters(getattr(torch_nn.models, name))


def trace(net: nn.Module, shape: Shape) -> list[tuple[str, Shape]]:
    """List the name and the output's shape of every layer, in the order in which they finish."""
    done: list[tuple[str, Shape]] = []
    for name, layer in net.named_modules():

        def record(_: Any, __: Any, y: Any, name: str = name) -> None:
            done.append((name, tuple((y[0] if isinstance(y, tuple) else y).shape)))

        layer.register_forward_hook(record)
    with torch.no_grad():
        net.eval()(torch.zeros(shape))
    return done


def commented(source: str, sizes: dict[str, int]) -> list[tuple[str, Shape]]:
    """List the shapes in comments, such as "# (n, 64, h / 2)", and the layer's name where a line begins with it."""
    found: list[tuple[str, Shape]] = []
    for line in source.splitlines():
        code, _, comment = line.partition("  # ")
        name = re.match(r'\s*"(\w+)": ', code)
        for text in re.findall(r"\(n, [^()]*\)", comment):
            shape = tuple(int(eval(term, {}, sizes)) for term in text.strip("()").split(", "))
            found.append((name[1] if name else "", shape))
    return found


@pytest.mark.parametrize("package", [numpy_nn, torch_nn], ids=["numpy", "torch"])
@pytest.mark.parametrize("name", COMMENTED)
def test_shapes_in_comments_are_those_that_come_out(package: Any, name: str) -> None:
    place, options, shape = COMMENTED[name]
    done = trace(getattr(torch_nn.models, name)(**options, rng=Zeros()), shape)
    spatial = dict(zip("l" if len(shape) == 3 else "hw", shape[2:], strict=True))
    file, item = place.split(".")
    source = inspect.getsource(getattr(importlib.import_module(f"{package.models.__name__}.{file}"), item))
    comments = commented(source, {"n": 1, "classes": done[-1][1][1]} | spatial)
    assert len(comments) >= 2
    position = 0
    for layer, expected in comments:
        if layer:
            assert dict(done)[layer] == expected, f"{layer}: {dict(done)[layer]}, the comment says {expected}"
            continue
        later = [step for step in range(position, len(done)) if done[step][1] == expected]
        assert later, f"after {done[position - 1]} no layer gives {expected}"
        position = later[0] + 1
