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
from cnnlib.numpy_nn import bands, taps
from tests.cnnlib.support import LAYOUTS, NOT_DIFFERENTIATED, OPS, Op, assert_close, lay_out

CASES = pytest.mark.parametrize("op", OPS, ids=[op.name for op in OPS])
EXAMPLES = 165  # drawn for each operation; some are drawn twice
FEWEST = 107  # different shapes, options and layouts in memory among them
pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")


def tensors(op: Op, arrays: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    return {
        name: torch.tensor(array, requires_grad=name not in op.without_gradient)
        for name, array in arrays.items()
    }


@CASES
def test_outputs_and_gradients_equal_those_of_pytorch(op: Op) -> None:
    configurations: set[str] = set()

    @settings(settings.get_profile("cnnlib"), max_examples=EXAMPLES)
    @given(data=st.data())
    def compare(data: st.DataObject) -> None:
        arrays, options, layouts = data.draw(arguments(op))
        compare_with_pytorch(op, arrays, options, layouts, blocks=data.draw(blocks()))
        shapes = {name: (array.shape, array.dtype) for name, array in arrays.items()}
        configurations.add(repr((shapes, options, layouts)))

    compare()
    assert len(configurations) >= FEWEST, f"{len(configurations)} different configurations"


def test_there_are_five_thousand_configurations_and_a_hundred_of_each_operation() -> None:
    assert FEWEST >= 100
    assert FEWEST * len(OPS) >= 5000


@st.composite
def arguments(draw: st.DrawFn, op: Op) -> tuple[dict[str, np.ndarray], dict[str, Any], list[str]]:
    """Draw arrays and options, and how each array, and first of all dy, lies in memory."""
    arrays, options = op.draw(draw, np.random.default_rng(draw(st.integers(0, 2**32))))
    return arrays, options, [draw(st.sampled_from(LAYOUTS)) for _ in range(len(arrays) + 1)]


@st.composite
def blocks(draw: st.DrawFn) -> tuple[int, int]:
    """Draw how many numbers the fast versions take at a time, in convolutions and in pooling: from 1 to all."""
    return draw(st.sampled_from([1, 500, 1 << 20])), draw(st.sampled_from([1, 500, 1 << 18]))


def compare_with_pytorch(
    op: Op,
    arrays: dict[str, np.ndarray],
    options: dict[str, Any],
    layouts: list[str],
    blocks: tuple[int, int],
) -> None:
    """Hold output and gradients of all three versions against PyTorch's."""
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

    stored = {name: lay_out(a, how) for (name, a), how in zip(arrays.items(), layouts[1:], strict=True)}
    dy = lay_out(dy, layouts[0]) if dy.ndim else dy[()]
    there = op.arguments(stored, options)
    back = {k: v for k, v in there.items() if k not in op.forward_only}
    for package in (numpy_nn, numpy_nn.reference):
        with (
            patch.object(bands, "BAND", blocks[0]),
            patch.object(taps, "BLOCK", blocks[1]),
            patch("cnnlib.numpy_nn.batchnorm.BLOCK", blocks[1]),
        ):
            y = getattr(package, op.name)(**there)
            got = getattr(package, f"{op.name}_backward")(dy, **back)
        assert_close(y, expected, what=package.__name__)
        # without a bias its gradient has no match
        got = got[: len(gradients)] if isinstance(got, tuple) else (got,)
        for name, gradient, reference in zip(with_gradient, got, gradients, strict=True):
            assert_close(gradient, reference, what=f"{package.__name__}: d{name}")


@pytest.mark.parametrize("name", ["max_pool1d", "max_pool2d", "adaptive_max_pool2d"])
@settings(settings.get_profile("cnnlib"))
@given(data=st.data())
def test_places_of_maxima_equal_those_of_pytorch(name: str, data: st.DataObject) -> None:
    op = next(op for op in OPS if op.name == name)

    arrays, options, _ = data.draw(arguments(op))
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
