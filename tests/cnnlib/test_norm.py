"""Normalization layers: running statistics, the two ways to work, and how the layers relate to each other."""

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from cnnlib import numpy_nn, torch_nn
from cnnlib.numpy_nn import reference
from tests.cnnlib.support import LAYOUTS, assert_close, draw_batch_norm, lay_out
from tests.cnnlib.test_memory import peak

BOTH = pytest.mark.parametrize("package", [numpy_nn, reference], ids=["fast", "reference"])


def normal(*shape: int, mean: float = 3.0) -> np.ndarray:
    return np.random.default_rng(0).normal(mean, 2.0, shape)


@settings(settings.get_profile("cnnlib"))
@given(data=st.data())
def test_running_statistics_equal_those_of_pytorch(data: st.DataObject) -> None:
    @st.composite
    def arguments(draw: st.DrawFn) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        return draw_batch_norm(draw, np.random.default_rng(draw(st.integers(0, 2**32))))

    arrays, options = data.draw(arguments())
    options["momentum"] = data.draw(st.sampled_from([0.0, 0.1, 0.7, 1.0]))
    tensors = {name: torch.tensor(a) for name, a in arrays.items()}
    y = F.batch_norm(*tensors.values(), **options)  # changes its running statistics
    expected = y, tensors["running_mean"], tensors["running_var"]
    stored = {name: lay_out(a, data.draw(st.sampled_from(LAYOUTS))) for name, a in arrays.items()}
    for package in (numpy_nn, reference):
        with patch("cnnlib.numpy_nn.batchnorm.BLOCK", data.draw(st.sampled_from([1, 500, 1 << 18]))):
            got = package.batch_norm(**stored, **options, return_statistics=True)
        for ours, theirs in zip(got, expected, strict=True):
            assert_close(ours, theirs, what=package.__name__)
        assert not np.shares_memory(got[1], stored["running_mean"])
        assert all(np.array_equal(a, arrays[name]) for name, a in stored.items())
    before = {name: torch.tensor(a) for name, a in arrays.items()}
    got = torch_nn.batch_norm(**before, **options, return_statistics=True)
    for ours, theirs in zip(got, expected, strict=True):
        assert_close(ours, theirs, what="torch_nn")
    assert_close(before["running_mean"], torch.tensor(arrays["running_mean"]), 0)


@BOTH
def test_batch_norm_without_running_statistics_is_for_training(package: Any) -> None:
    x = normal(4, 3, 2, 2)
    y = package.batch_norm(x, None, None, training=True)
    assert_close(y, F.batch_norm(torch.tensor(x), None, None, training=True))
    dx, _, _ = package.batch_norm_backward(x, x, None, None, training=True)
    assert_close(dx, package.batch_norm_backward(x, x, np.zeros(3), np.ones(3), training=True)[0], 0)


@BOTH
def test_each_layer_standardizes_its_own_set_of_numbers(package: Any) -> None:
    x = normal(4, 6, 5, 3)
    sets = {
        (0, 2, 3): package.batch_norm(x, None, None, training=True, eps=0.0),
        (1, 2, 3): package.layer_norm(x, (6, 5, 3), eps=0.0),
        (2, 3): package.instance_norm(x, eps=0.0),
    }
    groups = package.group_norm(x, 3, eps=0.0).reshape(4, 3, 2, 5, 3)
    for axes, y in [*sets.items(), ((2, 3, 4), groups)]:
        assert np.abs(y.mean(axes)).max() < 1e-14
        assert np.abs(y.var(axes) - 1).max() < 1e-14


@BOTH
def test_group_norm_is_layer_norm_at_one_end_and_instance_norm_at_the_other(package: Any) -> None:
    x, dy, weight = normal(2, 6, 4, 3), normal(2, 6, 4, 3), normal(6)
    assert_close(package.group_norm(x, 1), package.layer_norm(x, (6, 4, 3)), 1e-14)
    assert_close(package.group_norm(x, 6, weight), package.instance_norm(x, weight=weight), 1e-14)
    ends = package.group_norm_backward(dy, x, 6, weight), package.instance_norm_backward(dy, x, weight=weight)
    for one, other in zip(*ends, strict=True):
        assert_close(one, other, 1e-13)


@BOTH
def test_gradient_through_statistics_ignores_shift_and_scale_of_the_input(package: Any) -> None:
    """A change of x along 1 or along x changes no output, so the gradient is perpendicular to both."""
    x, dy = normal(4, 3, 5), normal(4, 3, 5, mean=0.0)
    dx, _, _ = package.batch_norm_backward(dy, x, None, None, training=True, eps=0.0)
    assert np.abs(dx.sum((0, 2))).max() < 1e-13
    assert np.abs((dx * x).sum((0, 2))).max() < 1e-13
    in_use, _, _ = package.batch_norm_backward(dy, x, np.zeros(3), np.ones(3), eps=0.0)
    assert_close(in_use, dy, 1e-15)


@BOTH
def test_in_use_the_result_for_an_image_does_not_depend_on_its_neighbors(package: Any) -> None:
    x, statistics = normal(4, 3, 2), (np.zeros(3), np.ones(3))
    alone = package.batch_norm(x[:1], *statistics)
    assert np.array_equal(package.batch_norm(x, *statistics)[:1], alone)
    among = package.batch_norm(x, *statistics, training=True)
    assert not np.allclose(package.batch_norm(x[:2], *statistics, training=True)[:1], among[:1])


@pytest.mark.parametrize("package", [numpy_nn, reference, torch_nn], ids=["fast", "reference", "torch"])
def test_alexnets_formula_needs_five_times_pytorchs_alpha(package: Any) -> None:
    """The sum of the paper, section 3.3, written out; i runs over the channels, n = 5."""
    a, (k, n, alpha, beta) = normal(2, 7, 3), (2, 5, 1e-4, 0.75)
    b = np.zeros_like(a)
    for i in range(7):
        window = a[:, max(0, i - n // 2) : min(7 - 1, i + n // 2) + 1]
        b[:, i] = a[:, i] / (k + alpha * np.sum(window**2, axis=1)) ** beta
    x = torch.tensor(a) if package is torch_nn else a
    assert_close(package.local_response_norm(x, 5, alpha=5 * alpha, beta=beta, k=2.0), b, 1e-14)
    wrong = package.local_response_norm(x, 5, alpha=alpha, beta=beta, k=2.0)
    assert np.abs(np.asarray(wrong) / b - 1).max() > 1e-4


def test_a_window_wider_than_the_channels_reads_them_all() -> None:
    x = normal(2, 3, 4)
    expected = x / (1 + np.sum(x**2, axis=1, keepdims=True) / 9) ** 0.75
    for package in (numpy_nn, reference):
        assert_close(package.local_response_norm(x, 9, alpha=1.0), expected, 1e-14)


@pytest.mark.parametrize("shape", [(64, 8, 28, 28), (2, 8, 224, 224), (4096, 8)])
@pytest.mark.parametrize("layout", ["contiguous", "batch last"])
def test_float32_statistics_of_many_numbers_far_from_zero(shape: tuple[int, ...], layout: str) -> None:
    """The sum over a whole channel keeps float32 precision, also where the mean is large against the deviation."""
    x = np.random.default_rng(0).normal(100.0, 1.0, shape)
    x32 = lay_out(x.astype(np.float32), layout)
    zeros, ones = np.zeros(8), np.ones(8)
    _, mean, var = numpy_nn.batch_norm(
        x32.astype(float), zeros, ones, training=True, momentum=1.0, return_statistics=True
    )
    _, mean32, var32 = numpy_nn.batch_norm(
        x32,
        zeros.astype(np.float32),
        ones.astype(np.float32),
        training=True,
        momentum=1.0,
        return_statistics=True,
    )
    assert np.abs(mean32 / mean - 1).max() < 1e-6
    assert np.abs(var32 / var - 1).max() < 1e-5


def test_batch_norm_keeps_the_memory_order() -> None:
    x = normal(4, 3, 5, 6)
    dy = normal(4, 3, 5, 6)
    plain = numpy_nn.batch_norm(x, None, None, training=True)
    assert plain.flags.c_contiguous
    x_last, dy_last = lay_out(x, "batch last"), lay_out(dy, "batch last")
    last = numpy_nn.batch_norm(x_last, None, None, training=True)
    dx, _, _ = numpy_nn.batch_norm_backward(dy_last, x_last, None, None, training=True)
    assert np.moveaxis(last, 0, -1).flags.c_contiguous
    assert np.moveaxis(dx, 0, -1).flags.c_contiguous
    assert_close(last, plain, 1e-14)


LAYERS = [
    ("BatchNorm1d", (4,), {}, (5, 4)),
    ("BatchNorm1d", (4,), {"momentum": 0.3, "eps": 0.1}, (5, 4, 3)),
    ("BatchNorm2d", (4,), {}, (5, 4, 3, 2)),
    ("BatchNorm2d", (4,), {"affine": False}, (5, 4, 3, 2)),
    ("BatchNorm2d", (4,), {"track_running_stats": False}, (5, 4, 3, 2)),
]


@pytest.mark.parametrize(("name", "arguments", "options", "shape"), LAYERS)
def test_batch_norm_layers_train_and_work_as_pytorchs(
    name: str, arguments: Any, options: Any, shape: tuple[int, ...]
) -> None:
    ours = getattr(numpy_nn, name)(*arguments, **options, dtype="float64")
    theirs, thin = getattr(nn, name)(*arguments, **options).double(), getattr(torch_nn, name)
    thin = thin(*arguments, **options, dtype="float64")
    rng = np.random.default_rng(0)
    start = {key: rng.random(value.shape) for key, value in ours.parameters().items()}
    start |= {key: value for key, value in ours.state_dict().items() if key not in start}
    ours.load_state_dict(start)
    for layer in (theirs, thin):
        layer.load_state_dict({key: torch.tensor(value) for key, value in start.items()})
    for training in (True, True, False, True):
        x, dy = rng.normal(3, 2, shape), rng.standard_normal(shape)
        inputs = [torch.tensor(x, requires_grad=True) for _ in range(2)]
        for layer in (ours, theirs, thin):
            layer.train(training)
        y = ours(x)
        ours.train(not training)  # backward belongs to the call, not to the mode of the moment
        dx = ours.backward(dy)
        for layer, x_torch in zip((theirs, thin), inputs, strict=True):
            layer.zero_grad()
            expected = layer(x_torch)
            expected.backward(torch.tensor(dy))
            assert_close(y, expected)
            assert_close(dx, x_torch.grad)
            gradients = {key: parameter.grad for key, parameter in layer.named_parameters()}
            assert list(ours.gradients()) == list(gradients) == list(ours.parameters())
            for key, gradient in ours.gradients().items():
                assert_close(gradient, gradients[key], what=key)
            state = layer.state_dict()
            assert list(ours.state_dict()) == list(state)
            for key, value in ours.state_dict().items():
                assert_close(value, state[key], what=key)


def test_batch_norm_layer_counts_batches_only_in_training() -> None:
    for layer, x in (
        (numpy_nn.BatchNorm2d(2), normal(2, 2, 3, 3)),
        (torch_nn.BatchNorm2d(2), torch.ones(2, 2, 3, 3)),
    ):
        x = x.astype(np.float32) if isinstance(x, np.ndarray) else x
        for training in (True, False, True):
            layer.train(training)
            layer(x)
        assert int(layer.num_batches_tracked) == 2


def test_a_network_of_batch_norms_travels_both_ways_with_its_buffers() -> None:
    net = numpy_nn.Sequential(numpy_nn.Conv2d(3, 4, 3, rng=0), numpy_nn.BatchNorm2d(4), numpy_nn.ReLU())
    twin = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU())
    twin(torch.rand(2, 3, 8, 8))  # moves the running statistics
    net.load_state_dict(twin.state_dict())
    x = normal(2, 3, 8, 8).astype(np.float32)
    assert_close(net.eval()(x), twin.eval()(torch.tensor(x)), 1e-5)
    assert int(net.state_dict()["1.num_batches_tracked"]) == 1
    twin.load_state_dict({key: torch.tensor(value) for key, value in net.state_dict().items()})


@pytest.mark.parametrize("layout", ["contiguous", "batch last"])
def test_batch_norm_holds_no_large_array_beside_its_result(layout: str) -> None:
    x = lay_out(np.ones((4, 64, 56, 56), np.float32), layout)
    for call in (
        lambda: numpy_nn.batch_norm(x, None, None, training=True),
        lambda: numpy_nn.batch_norm_backward(x, x, None, None, training=True),
    ):
        assert peak(call) < 1.1 * x.nbytes
