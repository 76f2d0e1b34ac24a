"""Every example in a docstring runs, and every public name has one."""

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

from cnnlib import numpy_nn, torch_nn, train

ALONE = [
    "checks",
    "detection",
    "grid",
    "infer",
    "layer_windows",
    "plots",
    "receptive_field",
    "shapes",
    "summary",
]
MODULES = [importlib.import_module(f"cnnlib.{name}") for name in ALONE] + [
    importlib.import_module(info.name)
    for package in (numpy_nn, torch_nn, train)
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_examples_run(module: ModuleType) -> None:
    finder = doctest.DocTestFinder()
    runner = doctest.DocTestRunner(verbose=False)
    report: list[str] = []
    for test in finder.find(module):
        runner.run(test, out=report.append)
    assert runner.failures == 0, "".join(report)


@pytest.mark.parametrize("package", [numpy_nn, numpy_nn.reference, torch_nn, train], ids=lambda p: p.__name__)
def test_every_public_name_has_a_docstring_with_an_example(package: ModuleType) -> None:
    public = {name: getattr(package, name) for name in package.__all__}
    described = {name: value.__doc__ or "" for name, value in public.items() if not inspect.ismodule(value)}
    assert [name for name, text in described.items() if ">>>" not in text] == []


CALCULATORS = [
    "infer.infer_conv1d",
    "receptive_field.receptive_field",
    "receptive_field.Field",
    "summary.summary",
]
CALCULATORS += [
    "receptive_field.effective_receptive_field",
    "plots.matrix",
    "plots.confusion",
    "plots.curves",
]
CALCULATORS += ["plots.filters", "plots.feature_maps", "plots.receptive_field"]


@pytest.mark.parametrize("path", CALCULATORS)
def test_every_calculator_and_plot_has_an_example(path: str) -> None:
    module, name = path.split(".")
    assert ">>>" in (getattr(importlib.import_module(f"cnnlib.{module}"), name).__doc__ or "")
