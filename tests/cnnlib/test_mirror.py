"""The NumPy and the PyTorch side say the same things, in the same order, in the same words."""

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest

from cnnlib import numpy_nn, torch_nn
from cnnlib.numpy_nn import reference
from tests.cnnlib.support import FIRST_VALUES

NUMPY_FILES, TORCH_FILES = (
    {path.name: path for path in Path(package.__path__[0]).glob("*.py") if path.name != "__init__.py"}
    for package in (numpy_nn, torch_nn)
)
# What only the NumPy side needs: autograd, nn.Module and PyTorch's own loops take its place.
NUMPY_ONLY = {
    *("bands.py", "layer.py", "matrices.py", "signals.py", "standardize.py", "taps.py", "windows.py"),
    "winograd.py",
}


def definitions(path: Path, public: list[str]) -> list[str]:
    """Name the public functions and classes of a file in reading order."""
    return [
        node.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in public
    ]


def parameters(function: Any) -> list[tuple[str, object, object]]:
    return [(p.name, p.default, p.kind) for p in inspect.signature(function).parameters.values()]


def test_both_sides_have_the_same_files() -> None:
    assert set(NUMPY_FILES) - NUMPY_ONLY == set(TORCH_FILES)


def test_both_sides_have_the_same_public_names() -> None:
    numpy_names = {name for name in numpy_nn.__all__ if not name.endswith("_backward")}
    assert numpy_names - {"Layer", "reference"} == set(torch_nn.__all__)


@pytest.mark.parametrize("name", sorted(TORCH_FILES))
def test_both_files_of_a_concept_keep_the_same_order(name: str) -> None:
    numpy_order = definitions(NUMPY_FILES[name], numpy_nn.__all__)
    order = definitions(TORCH_FILES[name], torch_nn.__all__)
    assert [d for d in numpy_order if not d.endswith("_backward")] == order != []
    for forward in order:  # a backward follows its forward at once
        if f"{forward}_backward" in numpy_order:
            assert numpy_order.index(f"{forward}_backward") == numpy_order.index(forward) + 1


@pytest.mark.parametrize("name", [name for name in torch_nn.__all__ if name != "models"])
def test_both_sides_take_the_same_arguments(name: str) -> None:
    ours: Any = getattr(numpy_nn, name)
    theirs: Any = getattr(torch_nn, name)
    if not isinstance(ours, type) or "__init__" in vars(ours) | vars(theirs):
        assert parameters(ours) == parameters(theirs)
    if hasattr(ours, "forward"):
        assert parameters(ours.forward) == parameters(theirs.forward)


def test_what_has_only_one_version_is_no_loop() -> None:
    """Where fast and reference are one function, comparing them says nothing; PyTorch's own is the only measure."""
    shared = {name for name in reference.__all__ if getattr(reference, name) is getattr(numpy_nn, name, None)}
    assert {name.removesuffix("_backward") for name in shared} == {
        *("relu", "leaky_relu", "sigmoid", "tanh", "softmax", "log_softmax"),
        *("concat", "flatten", "linear", "pad1d", "pad2d", "dropout", "dropout_mask", "yolo_decode"),
        *("binary_cross_entropy_with_logits", "cross_entropy", "mse_loss"),
        *("l1_penalty", "l2_penalty", "elastic_net_penalty", "max_norm"),
    }


@pytest.mark.parametrize(
    "name",
    [name for name in reference.__all__ if not name.startswith(("correlate", "convolve"))],
)
def test_reference_and_fast_version_take_the_same_arguments(name: str) -> None:
    assert parameters(getattr(reference, name)) == parameters(getattr(numpy_nn, name))


def test_every_function_has_a_reference() -> None:
    functions = {name for name in numpy_nn.__all__ if inspect.isfunction(getattr(numpy_nn, name))}
    only_reference = {"correlate1d", "convolve1d", "correlate2d", "convolve2d"}  # the formulas of chapter 3
    assert functions - FIRST_VALUES == set(reference.__all__) - only_reference
