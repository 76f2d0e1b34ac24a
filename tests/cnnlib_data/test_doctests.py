"""The examples in the docstrings of cnnlib.data and of the tool that cuts it."""

import doctest
import pkgutil
from importlib import import_module

import pytest

from cnnlib import data

MODULES = [f"cnnlib.data.{module.name}" for module in pkgutil.iter_modules(data.__path__)]


@pytest.mark.parametrize("name", [*MODULES, "tools.bundle_data"])
def test_examples_run(name):
    result = doctest.testmod(import_module(name))
    assert result.failed == 0


def test_every_public_function_has_an_example():
    for name in data.__all__:
        thing = getattr(data, name)
        if not isinstance(thing, type):
            assert ">>>" in thing.__doc__, name
