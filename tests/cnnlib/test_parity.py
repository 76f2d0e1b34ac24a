"""Hold every operation against PyTorch's own, in float64: outputs and gradients, over random configurations."""

import inspect
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib import numpy_nn, torch_nn
from cnnlib.numpy_nn import conv, pool
from tests.cnnlib.support import LAYOUTS, NOT_DIFFERENTIATED, OPS, Op, assert_close, lay_out

CASES = pytest.mark.parametrize("op", OPS, ids=[op.name for op in OPS])
pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")


def tensors(op: Op, arrays: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    return {
        name: torch.tensor(array, requires_grad=name not in op.without_gradient)
        for name, array in arrays.items()
    }


@CASES
@settings(settings.get_profile("cnnlib"))
@given(data=st.data())
def test_outputs_and_gradients_equal_those_of_pytorch(op: Op, data: st.DataObject) -> None:
    @st.composite
    def arguments(draw: st.DrawFn) -> tuple[dict[str, np.ndarray], dict[str, Any], list[str]]:
        rng = np.random.default_rng(draw(st.integers(0, 2**32)))
        arrays, options = op.draw(draw, rng)
        return arrays, options, [draw(st.sampled_from(LAYOUTS)) for _ in range(len(arrays) + 1)]

    arrays, options, layouts = data.draw(arguments())
    inputs = tensors(op, arrays)
    expected = op.oracle(*inputs.values(), **options)
    dy = np.random.default_rng(0).standard_normal(expected.shape)
    with_gradient = [name for name in arrays if name not in op.without_gradient]
    gradients = torch.autograd.grad(expected, [inputs[name] for name in with_gradient], torch.tensor(dy))

    ours = tensors(op, arrays)
    y = getattr(torch_nn, op.name)(**op.arguments(ours, options))
    assert_close(y, expected, what="torch_nn")
    its_gradients = torch.autograd.grad(y, [ours[name] for name in with_gradient], torch.tensor(dy))
    for name, gradient, reference in zip(with_gradient, its_gradients, gradients, strict=True):
        assert_close(gradient, reference, what=f"torch_nn: d{name}")

    band, block = data.draw(st.sampled_from([1, 500, 1 << 20])), data.draw(st.sampled_from([1, 500, 1 << 18]))
    stored = {name: lay_out(a, how) for (name, a), how in zip(arrays.items(), layouts[1:], strict=True)}
    dy = lay_out(dy, layouts[0]) if dy.ndim else dy[()]
    there = op.arguments(stored, options)
    back = {k: v for k, v in there.items() if k not in op.forward_only}
    for package in (numpy_nn, numpy_nn.reference):
        with (
            patch.object(conv, "BAND", band),
            patch.object(pool, "BLOCK", block),
            patch("cnnlib.numpy_nn.batchnorm.BLOCK", block),
        ):
            y = getattr(package, op.name)(**there)
            got = getattr(package, f"{op.name}_backward")(dy, **back)
        assert_close(y, expected, what=package.__name__)
        got = (
            got[: len(gradients)] if isinstance(got, tuple) else (got,)
        )  # without a bias its gradient has no match
        for name, gradient, reference in zip(with_gradient, got, gradients, strict=True):
            assert_close(gradient, reference, what=f"{package.__name__}: d{name}")


@pytest.mark.parametrize("name", ["max_pool1d", "max_pool2d", "adaptive_max_pool2d"])
@settings(settings.get_profile("cnnlib"))
@given(data=st.data())
def test_places_of_maxima_equal_those_of_pytorch(name: str, data: st.DataObject) -> None:
    op = next(op for op in OPS if op.name == name)

    @st.composite
    def arguments(draw: st.DrawFn) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        return op.draw(draw, np.random.default_rng(draw(st.integers(0, 2**32))))

    arrays, options = data.draw(arguments())
    expected = op.oracle(*tensors(op, arrays).values(), **options, return_indices=True)
    for package in (numpy_nn, numpy_nn.reference):
        got = getattr(package, name)(**arrays, **options, return_indices=True)
        for ours, theirs in zip(got, expected, strict=True):
            assert_close(ours, theirs, 0, what=package.__name__)


def test_every_function_with_a_backward_is_compared() -> None:
    differentiable = {
        name.removesuffix("_backward") for name in numpy_nn.__all__ if name.endswith("_backward")
    }
    functions = {name for name in torch_nn.__all__ if inspect.isfunction(getattr(torch_nn, name))}
    assert differentiable == {op.name for op in OPS} == functions - NOT_DIFFERENTIATED
