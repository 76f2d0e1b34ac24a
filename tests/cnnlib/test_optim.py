"""Optimizers and schedules, step by step against PyTorch's own."""

import itertools
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from cnnlib import numpy_nn, torch_nn
from tests.cnnlib.support import assert_close

OPTIMIZERS: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {"lr": 0.1}),
    ("SGD", {"lr": 0.1, "weight_decay": 0.3}),
    ("SGD", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    ("SGD", {"lr": 0.05, "momentum": 0.5, "nesterov": True, "weight_decay": 0.3}),
    ("SGD", {}),
    ("Adam", {}),
    ("Adam", {"lr": 0.1, "betas": (0.5, 0.9), "eps": 0.01}),
    ("Adam", {"lr": 0.1, "weight_decay": 0.3}),
    ("Adam", {"lr": 0.1, "betas": (0.0, 0.0)}),
]
EVERY = pytest.mark.parametrize(("name", "options"), OPTIMIZERS)


def twins(rng: int = 0) -> tuple[numpy_nn.Linear, torch_nn.Linear, nn.Linear]:
    """Build three layers with the same weights: NumPy's, the mirror's and PyTorch's own."""
    ours, mirror = (package.Linear(4, 3, rng=rng, dtype="float64") for package in (numpy_nn, torch_nn))
    theirs = nn.Linear(4, 3).double()
    theirs.load_state_dict(mirror.state_dict())
    return ours, mirror, theirs


def give_gradients(rng: np.random.Generator, ours: numpy_nn.Linear, *modules: nn.Module) -> None:
    """Leave the same random gradients in all layers, some far smaller than others."""
    ours.grads = {
        name: rng.standard_normal(w.shape) * 10.0 ** rng.integers(-4, 2)
        for name, w in ours.parameters().items()
    }
    for module in modules:
        for name, parameter in module.named_parameters():
            parameter.grad = torch.tensor(ours.grads[name])


@EVERY
def test_fifty_steps_equal_those_of_pytorch(name: str, options: dict[str, Any]) -> None:
    (ours, mirror, theirs), rng = twins(), np.random.default_rng(1)
    optimizers = (
        getattr(numpy_nn, name)(ours, **options),
        getattr(torch_nn, name)(mirror, **options),
        getattr(torch.optim, name)(theirs.parameters(), **options),
    )
    start = ours.state_dict()
    for step in range(50):
        give_gradients(rng, ours, mirror, theirs)
        for optimizer in optimizers:
            optimizer.step()
        for key, expected in theirs.state_dict().items():
            assert_close(ours.parameters()[key], expected, 1e-12, what=f"step {step}: {key}")
            assert_close(mirror.state_dict()[key], expected, 0, what=f"step {step}: torch_nn: {key}")
    assert all(np.abs(value - start[key]).min() > 1e-6 for key, value in ours.parameters().items())


@pytest.mark.parametrize(
    ("name", "options"),
    [("SGD", {"momentum": 0.9, "nesterov": True, "weight_decay": 0.1}), ("Adam", {"lr": 0.1})],
)
def test_a_step_keeps_float32_the_memory_of_weights_and_the_gradients(
    name: str, options: dict[str, Any]
) -> None:
    layer = numpy_nn.Linear(4, 3, rng=0)
    optimizer, weight = getattr(numpy_nn, name)(layer, **options), layer.weight
    for _ in range(2):
        layer.grads = {key: np.ones_like(w) for key, w in layer.parameters().items()}
        optimizer.step()
        assert all((g == 1).all() for g in layer.grads.values())
    assert layer.weight is weight
    assert weight.dtype == np.float32
    assert {a.dtype for s in optimizer.state.values() for k, a in s.items() if k != "step"} == {
        np.dtype("float32")
    }


def test_a_parameter_without_gradient_stays_as_it_is() -> None:
    ours, mirror, _ = twins()
    bias = ours.bias.copy()  # type: ignore  # there is one
    for package, layer in ((numpy_nn, ours), (torch_nn, mirror)):
        give_gradients(np.random.default_rng(0), ours, mirror)
        del ours.grads["bias"]
        mirror.bias.grad = None  # type: ignore  # there is one
        package.SGD(layer, lr=0.1, momentum=0.9, weight_decay=0.5).step()
        package.Adam(layer, lr=0.1, weight_decay=0.5).step()
    assert_close(ours.bias, bias, 0)
    assert_close(mirror.bias, bias, 0)
    assert_close(ours.weight, mirror.weight, 1e-12)


@pytest.mark.parametrize(
    ("name", "options", "plainly"),
    [
        ("StepLR", {"step_size": 1, "gamma": 0.5}, lambda t: 0.8 * 0.5**t),
        ("StepLR", {"step_size": 7}, lambda t: 0.8 * 0.1 ** (t // 7)),
        ("CosineAnnealingLR", {"T_max": 10}, lambda t: 0.4 * (1 + np.cos(np.pi * t / 10))),
        (
            "CosineAnnealingLR",
            {"T_max": 7, "eta_min": 0.2},
            lambda t: 0.2 + 0.3 * (1 + np.cos(np.pi * t / 7)),
        ),
        ("CosineAnnealingLR", {"T_max": 1}, lambda t: 0.8 * (t % 2 == 0)),
    ],
)
def test_learning_rates_equal_those_of_pytorch(name: str, options: dict[str, Any], plainly: Any) -> None:
    """Over two periods of the cosine: past its end it climbs again."""
    ours, mirror, theirs = twins()
    mine = numpy_nn.SGD(ours, lr=0.8)
    other = torch_nn.SGD(mirror, lr=0.8), torch.optim.SGD(theirs.parameters(), lr=0.8)
    schedules = (
        getattr(numpy_nn, name)(mine, **options),
        getattr(torch_nn, name)(other[0], **options),
        getattr(torch.optim.lr_scheduler, name)(other[1], **options),
    )
    for epoch in range(1, 31):
        for optimizer in other:
            optimizer.step()
        for schedule in schedules:
            schedule.step()
        rates = mine.lr, *(optimizer.param_groups[0]["lr"] for optimizer in other)
        assert rates == pytest.approx([plainly(epoch)] * 3, rel=1e-12, abs=1e-12)


def test_schedules_of_one_optimizer_start_from_the_rate_they_find() -> None:
    sgd = numpy_nn.SGD(numpy_nn.Linear(1, 1), lr=1.0)
    numpy_nn.StepLR(sgd, 1, gamma=0.5).step()
    numpy_nn.StepLR(sgd, 1, gamma=0.5).step()
    assert sgd.lr == 0.25


LAYERS = {numpy_nn: numpy_nn.Linear(2, 2), torch_nn: torch_nn.Linear(2, 2)}
OPTIMIZER_ERRORS: list[tuple[str, dict[str, Any], str]] = [
    ("SGD", {"lr": -0.1}, "SGD: expected lr of at least 0, got -0.1"),
    ("SGD", {"momentum": -0.9}, "SGD: expected momentum of at least 0, got -0.9"),
    ("SGD", {"weight_decay": -1.0}, "SGD: expected weight_decay of at least 0, got -1.0"),
    ("SGD", {"nesterov": True}, "SGD: expected momentum over 0 with nesterov=True, got 0.0"),
    ("SGD", {"lr": None}, "SGD: expected lr as a number, got None"),
    ("Adam", {"eps": -1e-8}, "Adam: expected eps of at least 0, got -1e-08"),
    ("Adam", {"betas": (0.9, 1.0)}, "Adam: expected beta2 from 0 to less than 1, got 1.0"),
    ("Adam", {"betas": (-0.1, 0.9)}, "Adam: expected beta1 of at least 0, got -0.1"),
    ("StepLR", {"step_size": 0}, "expected step_size of at least 1, got 0"),
    ("StepLR", {"step_size": 1, "gamma": -1.0}, "StepLR: expected gamma of at least 0, got -1.0"),
    ("CosineAnnealingLR", {"T_max": 2.5}, "expected T_max to be an integer, got 2.5"),
    ("CosineAnnealingLR", {"T_max": 2, "eta_min": -1.0}, "CosineAnnealingLR: expected eta_min of at least 0, got -1.0"),
]  # fmt: skip


@pytest.mark.usefixtures("doors_only")
@pytest.mark.parametrize(("package", "case"), list(itertools.product([numpy_nn, torch_nn], OPTIMIZER_ERRORS)))
def test_wrong_options_are_refused(package: Any, case: tuple[str, dict[str, Any], str]) -> None:
    name, options, message = case
    of = package.SGD(LAYERS[package]) if name.endswith("LR") else LAYERS[package]
    with pytest.raises((TypeError, ValueError)) as caught:
        getattr(package, name)(of, **options)
    assert str(caught.value) == message


@pytest.mark.usefixtures("doors_only")
@pytest.mark.parametrize("name", ["SGD", "Adam"])
def test_what_is_not_a_model_with_parameters_is_refused(name: str) -> None:
    ours, theirs = LAYERS[numpy_nn], LAYERS[torch_nn]
    for package, wrong, message in [
        (numpy_nn, ours.parameters(), "expected model as a Layer, got dict"),
        (numpy_nn, theirs, "expected model as a Layer, got cnnlib.torch_nn.linear.Linear"),
        (numpy_nn, numpy_nn.ReLU(), "expected a model with parameters, got ReLU without any"),
        (torch_nn, theirs.parameters(), "expected model as a Module, got generator"),
        (torch_nn, ours, "expected model as a Module, got cnnlib.numpy_nn.linear.Linear"),
        (torch_nn, torch_nn.ReLU(), "expected a model with parameters, got ReLU without any"),
    ]:
        with pytest.raises((TypeError, ValueError)) as caught:
            getattr(package, name)(wrong)
        assert str(caught.value) == f"{name}: {message}"


def test_a_step_before_any_backward_is_refused() -> None:
    for optimizer in (numpy_nn.SGD(numpy_nn.Linear(2, 2)), numpy_nn.Adam(numpy_nn.Linear(2, 2))):
        with pytest.raises(
            RuntimeError, match="expected a backward before step, but no parameter has a gradient"
        ):
            optimizer.step()
