"""Whole models: NumPy and PyTorch give the same output, the same gradients, and the same running statistics."""

from typing import Any

import numpy as np
import pytest
import torch

from cnnlib import numpy_nn, torch_nn
from tests.cnnlib.support import assert_close
from tests.cnnlib_models.support import MODELS, compare, make, make_alike

LARGE = ("fully_connected_ch1", "alexnet", "alexnet_2012")
EVERY_SMALL = pytest.mark.parametrize("name", [name for name in MODELS if name not in LARGE])


@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
@EVERY_SMALL
def test_output_and_every_gradient_agree(name: str, training: bool) -> None:
    _, options, shape = MODELS[name]
    ours, theirs = make_alike(name, **options)
    if not training:  # after a step of training, so that the running statistics say something
        x = np.random.default_rng(3).standard_normal(shape)
        ours(x), theirs(torch.from_numpy(x))
    ours.train(training), theirs.train(training)
    compare(ours, theirs, shape)


@pytest.mark.parametrize("name", LARGE)
def test_output_and_every_gradient_of_a_large_model_agree(name: str) -> None:
    _, options, shape = MODELS[name]
    compare(*make_alike(name, **options), shape)


def test_resnet18_agrees_at_full_size() -> None:
    compare(*make_alike("resnet18"), (1, 3, 224, 224))


@EVERY_SMALL
def test_one_seed_gives_one_network(name: str) -> None:
    options = MODELS[name].options
    ours, theirs = make(name, rng=7, **options)
    state = theirs.state_dict()
    assert list(ours.state()) == list(state)
    for key, value in ours.state().items():
        assert np.array_equal(value, state[key].numpy()), key
    weights = [p for p in ours.parameters().values() if p.ndim > 1]
    for place, weight in enumerate(weights):  # no layer starts with the numbers of another
        for other in weights[:place]:
            size = min(weight.size, other.size, 20)
            assert not np.allclose(weight.ravel()[:size] / weight.std(), other.ravel()[:size] / other.std())


@EVERY_SMALL
def test_weights_travel_either_way(name: str) -> None:
    _, options, shape = MODELS[name]
    ours, theirs = make(name, rng=1, **options)
    other_ours, other_theirs = make(name, rng=2, **options)
    x = np.random.default_rng(3).standard_normal(shape)
    ours(x), other_theirs(torch.from_numpy(x))  # running statistics travel too
    theirs.load_state_dict({key: torch.from_numpy(value) for key, value in ours.state_dict().items()})
    other_ours.load_state_dict(other_theirs.state_dict())
    for net, net_torch in ((ours, theirs), (other_ours, other_theirs)):
        with torch.no_grad():
            assert_close(net.eval()(x), net_torch.eval()(torch.from_numpy(x)))


@pytest.mark.parametrize("package", [numpy_nn, torch_nn], ids=["numpy", "torch"])
@EVERY_SMALL
def test_float32_stays_float32(package: Any, name: str) -> None:
    _, options, shape = MODELS[name]
    net = getattr(package.models, name)(**options, rng=0)
    x = np.ones(shape, np.float32)
    y = net(x if package is numpy_nn else torch.from_numpy(x))
    assert str(y.dtype).removeprefix("torch.") == "float32"
    if package is numpy_nn:
        assert net.backward(np.ones_like(y)).dtype == np.float32
        assert {g.dtype for g in net.gradients().values()} == {np.dtype("float32")}
